import type { AnswerForm } from "../types.ts";
import type { Filling } from "./template.ts";

/** Opens an answer in the paper's form. */
const opening = "Let's think step by step.\n";

/** How the answer is written: as the request says, else as the prefix looks. */
export function formOf({ prefix, form }: Filling): AnswerForm {
  if (form !== undefined) return form;
  if (/(?:^|\n)[ \t]*Step 1\b/iu.test(prefix)) return "step";
  if (/(?:^|\n)[ \t]*1[.)]/u.test(prefix)) return "numbered";
  return /\n[ \t]*\n/u.test(prefix) ? "paragraphs" : "lines";
}

/** The answer so far: the prefix, after the paper's opening where it is in the paper's form and hasn't got it yet. */
export function answerSoFar(filling: Filling): string {
  const { prefix } = filling;
  const opens = /^\s*let['’]s think step by step/iu.test(prefix);
  if (formOf(filling) !== "step" || opens) return prefix;
  return opening + (prefix === "" ? "Step 1:" : prefix);
}

/** Worked steps written in a form, with its answer's opening. */
export function writeSteps(steps: readonly string[], form: AnswerForm): string {
  if (form === "step") return opening + steps.map((step, index) => `Step ${index + 1}: ${step}`).join("\n");
  if (form === "numbered") return steps.map((step, index) => `${index + 1}. ${step}`).join("\n");
  return steps.join(form === "paragraphs" ? "\n\n" : "\n");
}
