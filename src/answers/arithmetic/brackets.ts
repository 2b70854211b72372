import { MAX_DEPTH } from "./limits.ts";
import type { Token } from "./token.ts";

/** How the brackets of a clause belong together. */
export interface Brackets {
  /** Index of the partner of each opening bracket; -1 for every other token and for brackets without one. */
  readonly partner: readonly number[];
  /** Closing brackets that no bracket opened. */
  readonly stray: ReadonlySet<number>;
}

/** Pairs the brackets of a clause. Linear in the number of tokens. */
export function pairBrackets(tokens: readonly Token[]): Brackets {
  const partner = tokens.map(() => -1);
  const stray = new Set<number>();
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.kind === "open") open.push(index);
    if (token.kind !== "close") return;
    const start = partnerIn(open, tokens, token.text);
    const found = open[start];
    if (found === undefined) {
      stray.add(index);
      return;
    }
    partner[found] = index;
    open.length = start;
  });
  return { partner, stray };
}

/** Place in `open` of the last bracket that this one closes, or -1. One left open does not hide the ones around it. */
function partnerIn(open: readonly number[], tokens: readonly Token[], close: string): number {
  const lowest = Math.max(0, open.length - MAX_DEPTH);
  for (let place = open.length - 1; place >= lowest; place -= 1) {
    if (pairs(tokens[open[place] ?? 0]?.text, close)) return place;
  }
  return -1;
}

function pairs(open: string | undefined, close: string): boolean {
  return (
    (open === "(" && close === ")") || (open === "[" && close === "]") || (open === "{" && close === "}")
  );
}
