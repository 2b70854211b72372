/** The part of an output in which its final answer stands. */
export interface Region {
  readonly start: number;
  readonly end: number;
  /** Set when the output stops inside its reasoning. */
  readonly unfinished: boolean;
}

const THOUGHT_ENDS = [
  "</think>",
  "</thinking>",
  "</thought>",
  "</reasoning>",
  "<|channel|>final<|message|>",
  "<|begin_of_solution|>",
];
const THOUGHT_STARTS = ["<think>", "<thinking>", "<thought>", "<reasoning>"];
const TURN_END =
  /<\|(?:im_start|im_end|eot_id|endoftext|end|end_of_text|return|user|assistant|end_of_solution)\|>|<\/s>|<end_of_turn>|<｜end▁of▁sentence｜>|\[\/?INST\]|\n#{2,4} ?(?:Instruction|Question|Problem|Input)\b|\n(?:Human|User)\s*:/g;
/** Where a model goes on to the next problem of its own making. */
const NEXT_PROBLEM = /\n[ \t]{0,9}(?:Question|Problem|Q)\s*\d*\s*[:：]/g;
const ANSWERED = /\\boxed|####|answer is|answer:|(?:^|\s)A:|答案|정답/gi;
/** How far before the next problem the answer to this one has to be. */
const NEAR = 2_000;

/** Leaves out thoughts before the answer and whatever a model goes on with after its turn. */
export function answerRegion(text: string): Region {
  let start = 0;
  for (const mark of THOUGHT_ENDS) {
    const at = text.lastIndexOf(mark);
    if (at >= 0) start = Math.max(start, at + mark.length);
  }
  const unfinished = THOUGHT_STARTS.some(
    (mark) => text.lastIndexOf(mark) >= start && text.lastIndexOf(mark) >= 0,
  );
  return { start, end: Math.min(turnEnd(text, start), problemEnd(text, start)), unfinished };
}

function turnEnd(text: string, start: number): number {
  TURN_END.lastIndex = start;
  for (let match = TURN_END.exec(text); match !== null; match = TURN_END.exec(text)) {
    if (text.slice(start, match.index).trim() !== "") return match.index;
  }
  return text.length;
}

/** Where the next problem starts, once this one has been answered. Both are looked for in one go through the text. */
function problemEnd(text: string, start: number): number {
  ANSWERED.lastIndex = NEXT_PROBLEM.lastIndex = start;
  let match = NEXT_PROBLEM.exec(text);
  if (match === null) return text.length;
  let answered = -Infinity;
  let answer = ANSWERED.exec(text);
  for (; match !== null; match = NEXT_PROBLEM.exec(text)) {
    for (; answer !== null && answer.index < match.index; answer = ANSWERED.exec(text))
      answered = answer.index;
    if (match.index - answered <= NEAR) return match.index;
  }
  return text.length;
}
