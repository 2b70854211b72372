import { some, symbols, withSymbols, type Expression } from "../expression.ts";

/** Letters that count through whole numbers. */
export const COUNTING = /^[kmn]$/;
/** Letters for a constant of integration. */
const INTEGRATION = /^[CcKk](?:_?\d)?$/;

/** An answer in the other's letters. */
export interface Renamed {
  readonly node: Expression;
  /** Whether the letter may be given by the question, and not free to be called anything: the c of cx. */
  readonly doubtful: boolean;
}

/**
 * pred with its own letter for what gold calls by another: the n of 2πn for gold's k, the c of x² + c for gold's C. Null when
 * the two don't differ in just one such letter.
 */
export function renamedParameter(gold: Expression, pred: Expression): Renamed | null {
  const [a, b] = [symbols(gold), symbols(pred)];
  const [from, twoFrom] = [...b].filter((name) => !a.has(name));
  const [to, twoTo] = [...a].filter((name) => !b.has(name));
  if (from === undefined || to === undefined || twoFrom !== undefined || twoTo !== undefined) return null;
  const renamed = (name: string): Expression | undefined =>
    name === from ? { kind: "symbol", name: to } : undefined;
  const turns = COUNTING.test(from) && COUNTING.test(to) && some(gold, isPi) && some(pred, isPi);
  const constants = INTEGRATION.test(from) && INTEGRATION.test(to);
  const added = constants && isAdded(gold, to) && isAdded(pred, from) && (from + to).includes("C");
  return turns || constants ? { node: withSymbols(pred, renamed), doubtful: !turns && !added } : null;
}

function isPi(node: Expression): boolean {
  return node.kind === "constant" && node.name === "pi";
}

/** Whether a letter is a term of its own, and stands nowhere else. */
function isAdded(node: Expression, name: string): boolean {
  if (node.kind !== "sum") return false;
  const terms = node.terms.filter((term) => symbols(term).has(name));
  return terms.length === 1 && terms[0]?.kind === "symbol" && node.terms.length > 1;
}
