import type { Path } from "./fields.ts";
import type { Part } from "./parsed.ts";

/** A rendered prompt taken apart: the person's turn, and what of the answer it already opens. */
export interface PromptParts {
  readonly problem: string;
  /** Text after the assistant's mark, such as "Let's think step by step.\nStep 1:". */
  readonly opened: string;
}

/**
 * Turn marks of the templates that the reference pipeline and its users render: a text that each has, by which most
 * prompts are soon told to have none, and how each opens the person's turn and the answer.
 */
const templates: readonly (readonly [mark: string, user: RegExp, assistant: RegExp])[] = [
  // Alpaca (the paper's "cot-step" prompts).
  ["### ", /### (?:Instruction|Human):\s*/gu, /\s*### (?:Response|Assistant):[ \n]?/u],
  // ChatML (Qwen2).
  ["<|im_start|>user", /<\|im_start\|>user\n/gu, /<\|im_end\|>\s*<\|im_start\|>assistant\n?/u],
  // Llama 3.
  [
    "<|start_header_id|>user",
    /<\|start_header_id\|>user<\|end_header_id\|>\s*/gu,
    /<\|eot_id\|>\s*<\|start_header_id\|>assistant<\|end_header_id\|>\s*/u,
  ],
  // DeepSeek-Math and DeepSeek-R1.
  ["User:", /(?:^|<｜begin▁of▁sentence｜>)User:\s*/gu, /\s*Assistant: ?/u],
  ["<｜User｜>", /<｜User｜>/gu, /<｜Assistant｜>/u],
  // Our own worked examples: the last problem is the one that is asked.
  ["Problem: ", /(?:^|\n\n\n)Problem: /gu, /\nSolution: ?/u],
  // Llama 2, Mistral.
  ["[INST]", /\[INST\]\s*(?:<<SYS>>[\s\S]*?<<\/SYS>>\s*)?/gu, /\s*\[\/INST\] ?/u],
];

/** What templates add after the problem to ask for steps; no part of the problem. */
const requests =
  /\s*(?:Please reason step by step, and put your final answer within \\boxed\{\}\.?|Let's think step by step\.?)\s*$/u;

/** Takes a rendered prompt apart; an untemplated one is all problem, but for an answer opened at its end. */
export function promptParts(prompt: string): PromptParts {
  for (const [mark, user, assistant] of templates) {
    if (!prompt.includes(mark)) continue;
    const turn = lastMatch(prompt, user);
    if (turn === null) continue;
    const rest = prompt.slice(turn.end);
    const answer = assistant.exec(rest);
    if (answer === null) continue;
    const problem = rest.slice(0, answer.index).replace(requests, "").trim();
    return { problem, opened: rest.slice(answer.index + answer[0].length) };
  }
  return plainParts(prompt);
}

function lastMatch(text: string, pattern: RegExp): { end: number } | null {
  let end: number | null = null;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end === null ? null : { end };
}

/** No template: the answer starts where its usual opening does, if a step marker ends the prompt. */
function plainParts(prompt: string): PromptParts {
  if (!/\bStep \d{1,3}:\s*$/u.test(prompt)) return { problem: prompt, opened: "" };
  const opening = /(?:^|\n)[ \t]*(?:Answer:\s*)?(Let's think step by step\.\s*|Step 1:)/u.exec(prompt);
  const at = opening === null ? -1 : opening.index + opening[0].length - (opening[1] ?? "").length;
  return at < 0
    ? { problem: prompt, opened: "" }
    : { problem: prompt.slice(0, at).trimEnd(), opened: prompt.slice(at) };
}

/** The opened answer as a part of the prompt that it ends; no part where none is opened. */
export function openedParts(prompt: string, opened: string, ...path: Path): Part[] {
  if (opened === "") return [];
  const before = prompt.slice(0, prompt.length - opened.length);
  return [
    {
      text: opened,
      field: `${JSON.stringify(path)} opened`,
      write: (text) => [{ path, value: before + text }],
    },
  ];
}

/** Number of the step that an opened answer ends in ("… Step 3:" is 3); null where it ends in none. */
export function openedStep(text: string): number | null {
  const match = /\bStep (\d{1,3}):\s*$/u.exec(text.slice(-40));
  return match === null ? null : Number(match[1]);
}
