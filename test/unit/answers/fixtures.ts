import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FIXTURES = new URL("../../fixtures/answers/", import.meta.url);

/** Public data beside the project; absent on most machines. */
export const DATA = new URL("../../../../shared/data/", import.meta.url);

/** A pair of answers and the verdict a person would give; null where it takes more than the pair to tell. */
export interface Pair {
  readonly gold: string;
  readonly pred: string;
  readonly equal: boolean | null;
  readonly choices?: readonly string[];
}

/** A model's output and the answer in it. */
export interface Output {
  readonly output: string;
  readonly answer: string | null;
  readonly how?: string;
  readonly reason?: string;
}

/** Every file of pairs by its name. */
export function pairFiles(): { name: string; pairs: Pair[] }[] {
  const names = readdirSync(FIXTURES).filter((name) => name !== "outputs.jsonl");
  return names.sort().map((name) => ({ name, pairs: readLines(new URL(name, FIXTURES)) as Pair[] }));
}

/** The outputs to extract from. */
export function outputs(): Output[] {
  return readLines(new URL("outputs.jsonl", FIXTURES)) as Output[];
}

/** The rows of a JSONL file. */
export function readLines(url: URL): unknown[] {
  const text = readFileSync(url, "utf8");
  return text.split("\n").filter((line) => line.trim() !== "").map((line): unknown => JSON.parse(line)); // prettier-ignore
}

/** Whether a file of the public data is there. */
export function hasData(path: string): boolean {
  return existsSync(fileURLToPath(new URL(path, DATA)));
}
