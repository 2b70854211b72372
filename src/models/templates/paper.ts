import type { Filling, PromptTemplate } from "./template.ts";
import { answerSoFar } from "./form.ts";

/** The paper's instruction, in its evaluation code's words. */
const boxed = "\nPlease reason step by step, and put your final answer within \\boxed{}.";

interface Form {
  readonly id: string;
  readonly title: string;
  /** Text around the problem; `after` ends where the answer starts. */
  readonly before: string;
  readonly after: string;
  readonly stop: readonly string[];
  /** Turn texts for servers that take chats only. */
  readonly system: string | null;
  readonly instruction: string;
}

/**
 * The prompts of the paper's code (`eval_math.py`) by name, and Llama 3's published chat markup. Beginning-of-text tokens
 * are left out: whoever makes tokens of a prompt adds one where the model wants it.
 */
const forms: readonly Form[] = [
  {
    id: "alpaca",
    title: "Alpaca instruction (paper)",
    before:
      "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\n",
    after: "\n\n### Response:\n",
    stop: ["\n\n### Instruction:"],
    system: null,
    instruction: "",
  },
  {
    id: "qwen2",
    title: "Qwen2 chat, boxed answer (paper)",
    before: "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n",
    after: `${boxed}<|im_end|>\n<|im_start|>assistant\n`,
    stop: ["<|im_end|>"],
    system: "You are a helpful assistant.",
    instruction: boxed,
  },
  {
    id: "llama-3",
    title: "Llama 3 chat, boxed answer",
    before: "<|start_header_id|>user<|end_header_id|>\n\n",
    after: `${boxed}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`,
    stop: ["<|eot_id|>"],
    system: null,
    instruction: boxed,
  },
  {
    id: "deepseek-math",
    title: "DeepSeek-Math, boxed answer (paper)",
    before: "User: ",
    after: `${boxed}\n\nAssistant:`,
    stop: ["\n\nUser:"],
    system: null,
    instruction: boxed,
  },
];

/** The paper's prompt templates. */
export const paperTemplates: readonly PromptTemplate[] = forms.map((form) => ({
  id: form.id,
  title: form.title,
  needsChatTemplate: false,
  stops: () => form.stop,
  render(filling: Filling) {
    const answer = answerSoFar(filling);
    // "Assistant: Let's …": no space stands alone at the end, since a model's first token carries its own.
    const space = form.after.endsWith(":") && answer !== "" ? " " : "";
    const prompt = form.before + filling.problem + form.after + space + answer;
    return { prompt, markup: true };
  },
  messages(filling: Filling) {
    return [
      ...(form.system === null ? [] : [{ role: "system" as const, content: form.system }]),
      { role: "user" as const, content: filling.problem + form.instruction },
      { role: "assistant" as const, content: answerSoFar(filling) },
    ];
  },
}));
