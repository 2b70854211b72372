import { describe, expect, it } from "vitest";
import { pickTemplate, templates, type ChatTemplate } from "../../../src/models/templates/index.ts";

const chatml: ChatTemplate = {
  chatTemplate:
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
  bosToken: "<s>",
  eosToken: "</s>",
};
const thinks: ChatTemplate = { ...chatml, chatTemplate: "{{ messages[0].content }}\n<assistant>\n<think>\n" };

const prefixes = [
  "Step 1: Half of 8 is 4.\nStep 2:",
  "Let's think step by step.\nStep 1: Half of 8 is 4.\nStep 2:",
  "Half of 8 is 4.\n",
  "Half of 8 is 4.\n\n",
  "1. Half of 8 is 4.\n2.",
  "Step 1:",
];

describe.each(templates.map((template) => [template.id, template] as const))(
  "template %s",
  (_id, template) => {
    it.each(prefixes)("ends exactly where %j ends, and holds it once", (prefix) => {
      const { prompt } = template.render({ problem: "What is half of 8?", prefix }, chatml);
      expect(prompt.endsWith(prefix)).toBe(true);
      expect(prompt.split("What is half of 8?")).toHaveLength(2);
      const begun = template.messages({ problem: "What is half of 8?", prefix }).at(-1);
      expect(begun?.role).toBe("assistant");
      expect(begun?.content.endsWith(prefix)).toBe(true);
    });

    it("leaves no space at the end where nothing is begun", () => {
      const { prompt } = template.render({ problem: "P", prefix: "" }, chatml);
      expect(prompt.endsWith("  ")).toBe(false);
    });
  },
);

describe("the paper's opening", () => {
  it("stands before steps once, and before no other form", () => {
    const opened = (prefix: string) =>
      pickTemplate("qwen2").render({ problem: "P", prefix }, null).prompt.split("Let's think step by step.")
        .length - 1;
    expect(prefixes.map(opened)).toEqual([1, 1, 0, 0, 0, 1]);
  });

  it("is shown by example in the answer's own form", () => {
    const shown = (prefix: string) =>
      pickTemplate("worked-examples").render({ problem: "P", prefix }, null).prompt;
    expect(shown("Step 1:")).toMatch(/\nStep 2: /u);
    expect(shown("Half of 8 is 4.\n")).not.toMatch(/Step \d/u);
    expect(shown("1. Half of 8 is 4.\n2.")).toMatch(/\n2\. /u);
  });
});

describe("a model's own chat markup", () => {
  it("is filled with the turns, and the answer begun after it", () => {
    const { prompt } = pickTemplate("own").render({ problem: "P", prefix: "Step 1:" }, chatml);
    expect(prompt).toBe("<|im_start|>user\nP<|im_end|>\n<|im_start|>assistant\nStep 1:");
  });

  it("closes a thought that it opens", () => {
    expect(pickTemplate("own").render({ problem: "P", prefix: "Step 1:" }, thinks).prompt).toBe(
      "P\n<assistant>\n<think>\n\n</think>\n\nStep 1:",
    );
  });

  it.each([
    ["missing", { ...chatml, chatTemplate: null }, /has no chat template.*worked-examples/u],
    ["broken", { ...chatml, chatTemplate: "{% for %}" }, /can't be filled/u],
  ])("%s: says what to do", (_name, chat, message) => {
    expect(() => pickTemplate("own").render({ problem: "P", prefix: "" }, chat)).toThrow(message);
  });

  it("an unknown template is named, with the known ones", () => {
    expect(() => pickTemplate("chatgpt")).toThrow(/no prompt template "chatgpt".*alpaca/u);
  });
});

describe("what ends an answer after worked examples", () => {
  it.each([
    ["a blank line, where steps are lines", "Step 1: One.\nStep 2:", true],
    ["not one, where steps are paragraphs", "One.\n\n", false],
    ["nor where marked steps are", "Step 1: One.\n\nStep 2:", false],
  ])("%s", (_name, prefix, ends) => {
    expect(pickTemplate("worked-examples").stops({ problem: "P", prefix }).includes("\n\n")).toBe(ends);
  });
});
