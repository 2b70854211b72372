import { describe, expect, it } from "vitest";
import { promptParts } from "../../../src/formats/prompt.ts";
import { templates, type ChatTemplate } from "../../../src/models/templates/index.ts";

const chatml: ChatTemplate = {
  chatTemplate:
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}<|im_start|>assistant\n",
  bosToken: "",
  eosToken: "",
};

describe("a run's prompt is taken apart again, so that its rows open as a dataset", () => {
  it.each(templates.map((template) => [template.id, template] as const))("%s", (id, template) => {
    const problem = "What is half of 8?\nGive a number.";
    const prefix = "Let's think step by step.\nStep 1: Half of 8 is 4.\nStep 2:";
    const parts = promptParts(template.render({ problem, prefix }, chatml).prompt);
    expect(parts.opened).toBe(prefix);
    if (id !== "step-chat") expect(parts.problem).toBe(problem);
    else expect(parts.problem.startsWith(problem)).toBe(true);
  });
});
