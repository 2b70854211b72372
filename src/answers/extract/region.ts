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
const ANSWERED = /\\boxed|####|answer is|answer:|(?:^|\s)A:|答案|정답/i;

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
  const end = cut(text, start, TURN_END, () => true);
  const problemEnd = cut(text, start, NEXT_PROBLEM, (at) =>
    ANSWERED.test(text.slice(Math.max(start, at - 2_000), at)),
  );
  return { start, end: Math.min(end, problemEnd), unfinished };
}

function cut(text: string, start: number, pattern: RegExp, accept: (at: number) => boolean): number {
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (text.slice(start, match.index).trim() !== "" && accept(match.index)) return match.index;
  }
  return text.length;
}
