/** The part of an output in which its final answer stands. */
export interface Region {
  readonly start: number;
  readonly end: number;
  /** Set when the output stops inside its reasoning. */
  readonly unfinished: boolean;
}

/** Where thoughts start, and where they end. */
const THOUGHT =
  /<(?:think(?:ing)?|thought|reasoning)>|(<\/(?:think(?:ing)?|thought|reasoning)>|<\|channel\|>final<\|message\|>|<\|begin_of_solution\|>)/g;
/** One of these is in each match of `TURN_END`: most texts have none, which takes less long to see. */
const TURN_MARKS = ["<|", "</s>", "<end_of_turn>", "<｜", "INST]", "\n##", "Human", "User"];
const TURN_END =
  /<\|(?:im_start|im_end|eot_id|endoftext|end|end_of_text|return|user|assistant|end_of_solution)\|>|<\/s>|<end_of_turn>|<｜end▁of▁sentence｜>|\[\/?INST\]|\n#{2,4} ?(?:Instruction|Question|Problem|Input)\b|\n(?:Human|User)\s*:/g;
/** One of these is in each match of `NEXT_PROBLEM`. */
const PROBLEM_MARKS = ["Q", "Problem"];
/** Where a model goes on to the next problem of its own making. */
const NEXT_PROBLEM = /\n[ \t]{0,9}(?:Question|Problem|Q)\s*\d*\s*[:：]/g;
const ANSWERED = /\\boxed|####|answer is|answer:|(?:^|\s)A:|答案|정답/gi;
/** How far before the next problem the answer to this one has to be. */
const NEAR = 2_000;

/** Leaves out thoughts before the answer and whatever a model goes on with after its turn. */
export function answerRegion(text: string): Region {
  const { start, unfinished } = afterThoughts(text);
  return { start, end: Math.min(turnEnd(text, start), problemEnd(text, start)), unfinished };
}

function afterThoughts(text: string): Pick<Region, "start" | "unfinished"> {
  let start = 0;
  let unfinished = false;
  if (!text.includes("<")) return { start, unfinished };
  THOUGHT.lastIndex = 0;
  for (let match = THOUGHT.exec(text); match !== null; match = THOUGHT.exec(text)) {
    unfinished = match[1] === undefined;
    if (!unfinished) start = THOUGHT.lastIndex;
  }
  return { start, unfinished };
}

function holdsAny(text: string, marks: readonly string[]): boolean {
  return marks.some((mark) => text.includes(mark));
}

function turnEnd(text: string, start: number): number {
  if (!holdsAny(text, TURN_MARKS)) return text.length;
  TURN_END.lastIndex = start;
  for (let match = TURN_END.exec(text); match !== null; match = TURN_END.exec(text)) {
    if (text.slice(start, match.index).trim() !== "") return match.index;
  }
  return text.length;
}

/** Where the next problem starts, once this one has been answered. Both are looked for in one go through the text. */
function problemEnd(text: string, start: number): number {
  if (!holdsAny(text, PROBLEM_MARKS)) return text.length;
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
