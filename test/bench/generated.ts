import { once } from "node:events";
import { createWriteStream } from "node:fs";

/** A small generator with a seed, so that every run makes the same file. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const words =
  "then the sum of all apples is twice as many so we add \\frac{3}{4} to $x^2$ and get a new total which must be even".split(
    " ",
  );

function row(id: number, rows: number, next: () => number): object {
  const sentence = (): string =>
    Array.from({ length: 20 }, () => words[Math.floor(next() * words.length)]).join(" ");
  const steps = Array.from(
    { length: 4 + Math.floor(next() * 8) },
    (_, k) => `Step ${k + 1}: ${sentence()}\n\\[ ${id} + ${k} = ${id + k} \\]`,
  );
  return {
    id: `row-${id}`,
    generator: "bench",
    problem: `Problem ${id}: ${sentence()}? ${sentence()}`,
    steps,
    final_answer_correct: next() < 0.5,
    label: next() < 0.5 ? -1 : Math.floor(next() * steps.length),
    ...(id === rows - 7 ? { note: "a needle: naïve \\zeta-function" } : {}),
  };
}

/** Writes a file of ProcessBench-like rows of about 1.3 KB; the seventh from the end holds a needle. */
export async function generate(path: string, rows: number): Promise<void> {
  const next = random(7);
  const stream = createWriteStream(path);
  for (let id = 0; id < rows; id += 500) {
    const lines = Array.from(
      { length: Math.min(500, rows - id) },
      (_, k) => `${JSON.stringify(row(id + k, rows, next))}\n`,
    ).join("");
    if (!stream.write(lines)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "close");
}
