import { some, symbols, type Expression } from "../expression.ts";
import { isReal, real } from "../evaluate/complex.ts";
import { compile, NotNumeric } from "../evaluate/numeric.ts";
import { COUNTING } from "./parameters.ts";
import { RationalError } from "../rational.ts";
import { different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

/** The numbers offset + step·k for every whole k. */
interface Progression {
  readonly offset: number;
  readonly step: number;
}

/**
 * Compares values for every whole number: 1 (mod 3) with 3k + 1, and kπ + π/3 with kπ - 2π/3, which are the same numbers only if
 * k is any. Null for other values, and where the latter two differ.
 */
export function compareProgressions(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [residues(gold, context), residues(pred, context)];
  if (a !== null && b !== null) return null; // compared as what they are
  const [left, right] = [a ?? counted(gold, context, b === null), b ?? counted(pred, context, a === null)];
  if (left === null || right === null) return null;
  if (a === null && b === null)
    return sameProgression(left, right)
      ? unsure("equal, if its letter goes through all whole numbers")
      : null;
  return sameProgression(left, right) ? equal("the same remainders") : different("other remainders");
}

/** a (mod m) as the numbers with that remainder. */
function residues(node: Expression, context: Context): Progression | null {
  const [inner, modulus] = node.kind === "apply" && node.name === "mod" ? node.args : [];
  if (inner?.kind !== "call" || modulus === undefined || symbols(inner).size > 0) return null;
  const [offset, step] = [inner, modulus].map((part) => valuesAt(part, "", [0], context)?.[0]);
  return offset === undefined || step === undefined || step === 0 ? null : { offset, step };
}

/** An expression in one counting letter; `angles`: only one with π in it, as such letters count whole turns. */
function counted(node: Expression, context: Context, angles: boolean): Progression | null {
  const [name = "", more] = symbols(node);
  if (more !== undefined || !COUNTING.test(name)) return null;
  if (angles && !some(node, (part) => part.kind === "constant" && part.name === "pi")) return null;
  return progressionIn(node, name, context);
}

/** An expression that grows by the same amount with each whole number of a letter; null for others. */
export function progressionIn(node: Expression, name: string, context: Context): Progression | null {
  const values = valuesAt(node, name, [0, 1, 2, 7, -3], context);
  const [offset = NaN, next = NaN] = values ?? [];
  const step = next - offset;
  const slack = 1e-10 * Math.max(1, Math.abs(offset), Math.abs(step));
  const even = [2, 7, -3].every(
    (k, index) => Math.abs((values?.[index + 2] ?? NaN) - offset - k * step) <= 20 * slack,
  );
  return even && Math.abs(step) > slack ? { offset, step } : null;
}

/** Whether two go through the same numbers, in either direction, wherever they start. */
export function sameProgression(a: Progression, b: Progression): boolean {
  if (Math.abs(Math.abs(a.step) - Math.abs(b.step)) > 1e-9 * Math.abs(a.step)) return false;
  const apart = (a.offset - b.offset) / a.step;
  return Math.abs(apart - Math.round(apart)) <= 1e-9 * Math.max(1, Math.abs(apart));
}

/** The real values at these values of a letter; null where one has none. */
function valuesAt(node: Expression, name: string, at: readonly number[], context: Context): number[] | null {
  try {
    const evaluate = compile(node, context.budget, context.logBase);
    const values = at.map((x) => evaluate(new Map([[name, real(x)]])));
    return values.every((value) => isReal(value) && Number.isFinite(value.re))
      ? values.map((value) => value.re)
      : null;
  } catch (error) {
    if (error instanceof NotNumeric || error instanceof RationalError) return null;
    throw error;
  }
}
