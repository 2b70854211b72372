/** A row as the published pairs have it: all strings, the prefix ending in the marker of the wrong step. */
export interface PublicPair {
  readonly dataset: string;
  readonly prompt: string;
  readonly initial_reason_steps: string;
  readonly chosen: string;
  readonly rejected: string;
  readonly full_chosen: string;
  readonly full_rejected: string;
  readonly answer: string;
}

/** What is wrong with a row, by the rule that must say so. */
export type Defect = (row: PublicPair, before: readonly PublicPair[]) => PublicPair;

const names = ["Ana", "Ben", "Chloe", "Dev", "Emil", "Farah", "Goro", "Hana", "Ivo", "Jun"];
const things = ["apples", "stamps", "marbles", "tickets", "shells", "books", "coins", "cards"];

/** The `at`-th sound row: word problems and algebra in LaTeX, wrong at any of their steps. */
export function publicPair(at: number): PublicPair {
  const [a, b, c] = [2 + (at % 17), 3 + (at % 23), 4 + (at % 29)];
  const [name = "", thing = ""] = [names[at % 10], things[Math.floor(at / 10) % 8]];
  return at % 3 === 0 ? algebra(at, a, b, c) : story(at, `${name} ${at}`, thing, [a, b, c]);
}

function story(at: number, name: string, thing: string, [a, b, c]: [number, number, number]): PublicPair {
  const total = a * b;
  const right = [
    ` First, we find how many ${thing} are in the ${a} boxes: ${a} * ${b} = ${total}.`,
    ` Then we add the ${c} ${thing} that ${name} had before: ${total} + ${c} = ${total + c}.`,
    ` Half of the ${thing} are given away, which leaves $\\frac{${total + c}}{2}$ of them.`,
    ` The answer is: $\\frac{${total + c}}{2}$.`,
  ];
  const wrong = [
    ` First, we find how many ${thing} are in the ${a} boxes: ${a} + ${b} = ${a + b}.`,
    ` Then we take off the ${c} ${thing} that ${name} had before: ${total} - ${c} = ${total - c}.`,
    ` A third of the ${thing} are given away, which leaves $\\frac{${total + c}}{3}$ of them.`,
  ];
  return put(at, {
    prompt: `${name} has ${a} boxes of ${b} ${thing} each and ${c} more ${thing} from before. Half of all the ${thing} are given away. How many are left?`,
    ...{ right, wrong, answer: `\\frac{${total + c}}{2}`, other: `${total + c + 1}` },
  });
}

function algebra(at: number, a: number, b: number, c: number): PublicPair {
  const right = [
    ` We take ${b} from both sides of \\(${a}x + ${b} = ${a * c + b}\\), which gives \\[${a}x = ${a * c}.\\]`,
    ` Now we divide both sides by ${a}, so that \\(x = ${c}\\).`,
    ` We are asked for \\(x^2 + ${at}\\), so we write \\(x^2 = ${c * c}\\) first.`,
    ` The answer is: \\boxed{${c * c + at}}.`,
  ];
  const wrong = [
    ` We add ${b} to both sides of \\(${a}x + ${b} = ${a * c + b}\\), which gives \\[${a}x = ${a * c + 2 * b}.\\]`,
    ` Now we divide both sides by ${a + 1}, so that \\(x = ${c + 1}\\).`,
    ` We are asked for \\(x^2 + ${at}\\), so we write \\(2x = ${2 * c}\\) first.`,
  ];
  return put(at, {
    prompt: `If $${a}x + ${b} = ${a * c + b}$, what is the value of $x^2 + ${at}$?`,
    ...{ right, wrong, answer: String(c * c + at), other: String(c * c + at + 1) },
  });
}

interface Solved {
  readonly prompt: string;
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  readonly answer: string;
  readonly other: string;
}

function put(at: number, { prompt, right, wrong, answer, other }: Solved): PublicPair {
  const error = at % wrong.length;
  const marked = right.slice(0, error).map((text, k) => `Step ${k + 1}:${text}\n`);
  const chosen = right[error] ?? "";
  const rejected = wrong[error] ?? "";
  const rest = right.slice(error + 1).map((text, k) => `\nStep ${error + k + 2}:${text}`);
  return {
    dataset: at % 3 === 0 ? "algebra" : "stories",
    prompt,
    initial_reason_steps: `Let's think step by step.\n${marked.join("")}Step ${error + 1}:`,
    ...{ chosen, rejected, answer },
    full_chosen: chosen + rest.join(""),
    full_rejected: `${rejected}\nStep ${error + 2}: The answer is: ${other}.`,
  };
}

const withWin = (row: PublicPair, chosen: string): PublicPair => ({
  ...row,
  chosen,
  full_chosen: chosen + row.full_chosen.slice(row.chosen.length),
});

/** Defects of published and generated pairs. */
export const defects: Readonly<Record<string, Defect>> = {
  "empty-side": (row) => ({ ...row, rejected: "" }),
  "both-wrong": (row) => withWin(row, `${row.chosen} And we see that 12 + 30 = 52.`),
  "win-answer": (row) => ({ ...row, answer: "123456" }),
  "same-pair": (row) => ({
    ...row,
    rejected: ` So ${row.chosen.trim().replace(/^First, |^Then |^Now /u, "")}`,
  }),
  "prefix-end": (row) => ({ ...row, initial_reason_steps: `${row.initial_reason_steps} ` }),
  "side-space": (row) => ({ ...row, rejected: `${row.rejected}\n` }),
  "duplicate-pair": (row, before) => before.find(({ rejected }) => rejected !== "") ?? row,
  "cut-text": (row) => ({
    ...withWin(row, " We write that all as \\[ \\frac{x"),
    full_chosen: " We write that all as \\[ \\frac{x",
  }),
  "invisible-characters": (row) => withWin(row, `${row.chosen.slice(0, 8)}\u200b${row.chosen.slice(8)}`),
  "wrong-language": (row) => withWin(row, " 我们先把每个盒子里的数量乘起来，然后再把剩下的加到一起。"),
  leakage: (row) => ({ ...row, prompt: `Please solve this. ${evaluated}` }),
};

/** A problem that is evaluated on. */
export const evaluated =
  "A train with nine cars leaves the city at noon, and each of its cars holds forty people and two guards. How many people can it take along?";
