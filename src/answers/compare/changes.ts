import type { Expression } from "../expression.ts";

const NAMES: ReadonlyMap<string, string> = new Map([
  ["increase", "increase"], ["increased", "increase"], ["increases", "increase"], ["rise", "increase"], ["growth", "increase"], ["decrease", "decrease"], ["decreased", "decrease"], ["decreases", "decrease"],
  ["reduction", "decrease"], ["drop", "decrease"], ["decline", "decrease"], ["profit", "profit"], ["gain", "gain"], ["loss", "loss"], ["discount", "discount"], ["markup", "markup"],
]); // prettier-ignore

const BEFORE = /^(?:(?:there (?:is|was) )?an? |it )?([a-z]+)s? (?:of|by)$/;

/** "increase of 10%", "increased by 10%" as "10% increase"; null for anything else. */
export function changeAfter(words: string): string | null {
  return NAMES.get(BEFORE.exec(words.toLowerCase())?.[1] ?? "") ?? null;
}

/** Whether a unit is the name of a change. */
export function isChange(unit: string): boolean {
  return NAMES.has(unit);
}

/** A change named after its amount, by one name: "10% rise" is "10% increase". */
export function withOneName(node: Extract<Expression, { kind: "quantity" }>): Expression {
  const name = NAMES.get(node.unit);
  return name === undefined ? node : { ...node, unit: name };
}
