import type { MappingRole } from "../core/mapping.ts";
import { isObject, isText } from "./fields.ts";
import type { JsonValue } from "./format.ts";
import { endsInReply, isMessages } from "./messages.ts";

/** What a field is usually called (the likeliest name first) and must hold to play a role. */
export interface RoleNames {
  readonly names: readonly string[];
  /** Words in a name that speak against the role. */
  readonly not?: RegExp;
  readonly holds: (value: JsonValue) => boolean;
  /** What it holds, for people. */
  readonly what: string;
}

/** Words for what a model wrote, which is never gold. */
const modelWords =
  /(?:^|_)(?:model|pred|predicted|prediction|generated|student|llm|gpt\d*|raw|extract|extracted|sampled|wrong|bad|my|your|user)(?:_|$)/u;
/** Words for what is known to be right, which is no trace. */
const goldWords =
  /(?:^|_)(?:gold|golden|gt|ground|truth|reference|ref|correct|expected|target|original)(?:_|$)/u;

/** Words for what stands beside a side of a pair. */
const besidePairs = /(?:^|_)(?:full|original|score|rating|reward|logps?|model)(?:_|$)/u;

/** Texts and messages; one side is empty in some rows of the public pairs. */
function isPairSide(value: JsonValue): boolean {
  return isText(value) || isMessages(value);
}

/** Texts and messages of problems. */
function isSpoken(value: JsonValue): boolean {
  return (isText(value) && value.trim() !== "") || isMessages(value);
}

/** Texts, messages that end in a reply, and arrays of them. */
function isWritten(value: JsonValue): boolean {
  if (isMessages(value)) return endsInReply(value);
  return isSpoken(value) || (Array.isArray(value) && value.length > 0 && value.every(isWritten));
}

/** A bare answer: one short line, or the only element of a list. A text with GSM8K's "####" is a worked solution. */
function isAnswer(value: JsonValue): boolean {
  if (Array.isArray(value)) return value[0] !== undefined && value.length === 1 && isAnswer(value[0]);
  const long = /\n|####|^step\s+\d/iu;
  return typeof value === "number" || (isText(value) && value.length <= 120 && !long.test(value.trim()));
}

/** A worked solution, or its steps. */
function isSolution(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isText);
  return isText(value) && (!isAnswer(value) || /[.!?]\s|=/u.test(value));
}

/** A field that can hold the text of a step that is an object; the likeliest first. */
const stepTextNames: readonly string[] = [
  "text",
  "step",
  "content",
  "step_text",
  "reasoning",
  "thought",
  "value",
  "statement",
  "solution_prefix",
  "description",
  "output",
];

/** The key of the text in a step that is an object; null where it is none, or has none. */
export function stepTextKey(value: JsonValue | undefined): string | null {
  return isObject(value) ? (stepTextNames.find((key) => isText(value[key])) ?? null) : null;
}

/** Step texts, or step objects with a text; or several traces of these. */
function isSteps(value: JsonValue): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    (value.every((step) => isText(step) || stepTextKey(step) !== null) || value.every(isSteps))
  );
}

/** Labels of steps, the index of a first error, or the label of one step. */
export function isLabels(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.every((one) => one === null || Array.isArray(one) || isLabels(one));
  return Number.isInteger(value) || isOutcome(value) || value === "+" || value === "-" || value === "neutral";
}

/** Whether a value says right or wrong of a trace, or of each of several. */
export function isOutcome(value: JsonValue): boolean {
  if (Array.isArray(value))
    return value.length > 0 && value.every((one) => !Array.isArray(one) && isOutcome(one));
  return (
    typeof value === "boolean" ||
    value === 0 ||
    value === 1 ||
    (isText(value) &&
      /^(?:correct|incorrect|right|wrong|true|false|yes|no|pass(?:ed)?|fail(?:ed)?)$/iu.test(value.trim()))
  );
}

/** What fields are called that play each role. */
export const roleNames: Readonly<Record<Exclude<MappingRole, "stepText">, RoleNames>> = {
  problem: {
    names: [
      "problem",
      "question",
      "problem_statement",
      "problem_text",
      "question_text",
      "query",
      "math_problem",
      "exercise",
      "task",
      "instruction",
      "prompt",
      "input",
      "statement",
      "user_prompt",
      "messages",
      "conversations",
      "conversation",
      "dialogue",
      "dialog",
      "chat",
      "trajectory",
      "q",
    ],
    not: /(?:^|_)(?:system|original|rewritten|translated)(?:_|$)/u,
    holds: isSpoken,
    what: "a text",
  },
  answer: {
    names: [
      "gold_answer",
      "golden_answer",
      "gold",
      "golden",
      "ground_truth_answer",
      "ground_truth",
      "groundtruth",
      "correct_answer",
      "reference_answer",
      "expected_answer",
      "expected_output",
      "expected",
      "gt",
      "gt_answer",
      "target",
      "reference",
      "label_answer",
      "final_answer",
      "answer",
      "answers",
      "correct",
      "solution",
    ],
    not: modelWords,
    holds: isAnswer,
    what: "a short text or a number",
  },
  solution: {
    names: [
      "gold_solution",
      "golden_solution",
      "reference_solution",
      "worked_solution",
      "ground_truth_solution",
      "gt_solution",
      "gt_cot",
      "gt_output",
      "official_solution",
      "rationale",
      "explanation",
      "solution",
      "ground_truth",
      "target",
      "reference",
      "answer",
    ],
    not: modelWords,
    holds: isSolution,
    what: "a text",
  },
  trace: {
    names: [
      "trace",
      "traces",
      "model_output",
      "model_outputs",
      "model_solution",
      "model_answer",
      "model_response",
      "generated_solution",
      "generated_text",
      "generated_answer",
      "response",
      "responses",
      "completion",
      "completions",
      "generation",
      "generations",
      "output",
      "outputs",
      "prediction",
      "predictions",
      "chain_of_thought",
      "cot",
      "reasoning",
      "reasoning_trace",
      "thinking",
      "rollout",
      "rollouts",
      "sample",
      "samples",
      "candidate",
      "candidates",
      "solutions",
      "attempt",
      "attempts",
      "reply",
      "resps",
      "code",
      "messages",
      "conversations",
      "conversation",
      "dialogue",
      "dialog",
      "chat",
      "answer",
      "solution",
    ],
    not: goldWords,
    holds: isWritten,
    what: "a text, messages or an array of these",
  },
  steps: {
    names: [
      "steps",
      "reasoning_steps",
      "solution_steps",
      "step_list",
      "steps_list",
      "model_steps",
      "thoughts",
      "chain",
      "completions",
      "cot_steps",
      "solutions",
    ],
    not: /(?:^|_)(?:num|n|count|total|initial)(?:_|$)/u,
    holds: isSteps,
    what: "an array of step texts",
  },
  labels: {
    names: [
      "labels",
      "step_labels",
      "ratings",
      "step_ratings",
      "correctness",
      "step_correctness",
      "annotations",
      "judgements",
      "judgments",
      "verdicts",
      "marks",
      "first_error",
      "first_error_step",
      "first_error_index",
      "first_wrong_step",
      "error_step",
      "error_index",
      "error_location",
      "mistake_index",
      "label",
      "rating",
      "is_correct",
      "correct",
    ],
    holds: isLabels,
    what: "labels, or an index",
  },
  chosen: {
    names: [
      "chosen",
      "preferred",
      "accepted",
      "winner",
      "win",
      "better",
      "positive",
      "chosen_response",
      "s_win",
      "good",
    ],
    not: besidePairs,
    holds: isPairSide,
    what: "a text",
  },
  rejected: {
    names: [
      "rejected",
      "dispreferred",
      "loser",
      "lose",
      "worse",
      "negative",
      "rejected_response",
      "s_lose",
      "bad",
    ],
    not: besidePairs,
    holds: isPairSide,
    what: "a text",
  },
  prefix: {
    names: ["prefix", "initial_reason_steps", "previous_steps", "context_steps", "partial_solution"],
    holds: isText,
    what: "a text",
  },
  outcome: {
    names: [
      "is_correct",
      "correct",
      "final_answer_correct",
      "is_right",
      "passed",
      "ok",
      "success",
      "result",
      "right",
      "outcome",
      "verdict",
      "correctness",
      "score",
      "scores",
      "reward",
      "rewards",
      "exact_match",
      "label",
      "labels",
    ],
    not: /(?:^|_)(?:index|step|steps)(?:_|$)/u,
    holds: isOutcome,
    what: "true or false",
  },
};
