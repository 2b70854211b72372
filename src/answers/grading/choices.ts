/** An option of a multiple-choice question as named in an answer. */
export interface Choice {
  readonly letter: string;
  /** What stands after the letter, if anything. */
  readonly rest: string;
}

const LETTER = /^(?:(?:option|choice|answer)\s*)?[([{]?\s*([A-J])\s*(?:[)\]}.:]|$)\s*[).:]?\s*/i;
/** A letter with its option's content in brackets after it: "B (6)". */
const WITH_CONTENT = /^([A-J])\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/;
const WRAPPED = /\\(?:text|textbf|mathrm|mathbf|mathsf)\s*\{\s*([^{}]*?)\s*\}/g;

/** The option letter that an answer names first: "C", "(C)", "C) 15", "\text{(C)}", "Option C: 15". Null when it names none. */
export function choiceOf(answer: string): Choice | null {
  const plain = answer
    .replace(WRAPPED, " $1 ")
    .replace(/\\[,;:! ]/g, " ")
    .replace(/\$|\\(?![A-Za-z])/g, "")
    .trim();
  const match = LETTER.exec(plain);
  const letter = match?.[1];
  if (match === null || letter === undefined) return null;
  if (letter !== letter.toUpperCase() && !/^(?:[([]|option|choice)|[a-j][).:]/.test(plain)) return null;
  return { letter: letter.toUpperCase(), rest: plain.slice(match[0].length).trim() };
}

/** The letter of an answer such as "B (6)", for where the other side is a letter alone; else null. */
export function choiceWithContent(answer: string): Choice | null {
  const plain = answer.replace(WRAPPED, " $1 ").trim();
  const [, letter, rest] = WITH_CONTENT.exec(plain) ?? [];
  return letter === undefined || rest === undefined ? null : { letter, rest };
}

/** Whether an answer is an option letter and nothing more. */
export function isBareChoice(answer: string): boolean {
  return /[A-J]|^\s*[([][a-j][)\]]/.test(answer) && choiceOf(answer)?.rest === "";
}

/** The text of an option by its letter, without the letter that may open it. Null when there is no such option. */
export function choiceText(choices: readonly string[], letter: string): string | null {
  const text = choices[letter.charCodeAt(0) - 65];
  return text === undefined ? null : text.replace(/^\s*\(?[A-J]\s*[).:]\s*/, "");
}

/** The letters of an answer that names several options: "A, C", "AC", "A and C". Null for anything else. */
export function severalChoices(answer: string): ReadonlySet<string> | null {
  const plain = answer
    .replace(WRAPPED, "$1")
    .replace(/\\[,;:! ]|[$\\(){}]/g, " ")
    .trim();
  if (!/^[A-H](?:\s*(?:,|;|、|&|and|和)?\s*[A-H]){1,7}$/.test(plain)) return null;
  return new Set(plain.replace(/and/g, "").match(/[A-H]/g));
}

/** The mark before an option: "(A)", "\\textbf{(A)}", "A)"; "A." and "A:" at the start of a line only. */
const MARK =
  /(?:\\(?:textbf|text|mathrm|mathbf|rm)\s?\{\s?)?(?:\(([A-J])\)|(?<=^|\s)([A-J])\)|(?<=^|\n[ \t]{0,4})([A-J])[.:])(?:\s?\})?/g;
/** How much of a problem's end options are looked for in, and how long one may be. */
const MOST_LISTED = 8_000;
const LONGEST_CHOICE = 400;

/** The options A, B, C ... that a problem's text lists, without their letters; null where it lists none. */
export function choicesIn(problem: string): readonly string[] | null {
  const text = problem.slice(-MOST_LISTED);
  let run: { start: number; end: number }[] = [];
  for (const match of text.matchAll(MARK)) {
    const index = (match[1] ?? match[2] ?? match[3] ?? "").charCodeAt(0) - 65;
    const mark = { start: match.index, end: match.index + match[0].length };
    if (index === 0) run = [mark];
    else if (index === run.length) run.push(mark);
  }
  if (run.length < 2) return null;
  const choices = run.map(({ end }, index) => choiceAt(text, end, run[index + 1]?.start));
  return choices.every((choice) => choice !== "") ? choices : null;
}

/** The text of an option up to the next one; of the last up to the end of its line. */
function choiceAt(text: string, start: number, next: number | undefined): string {
  const option = text.slice(start, next ?? text.length).slice(0, LONGEST_CHOICE);
  return (next === undefined ? (/^\s*[^\n]*/.exec(option)?.[0] ?? "") : option)
    .replace(/\\q?quad|\\hspace\{[^}]*\}|\\(?=\s)|[$~]/g, " ")
    .replace(/^[\s:.}]+|[\s,;]+$/g, "");
}
