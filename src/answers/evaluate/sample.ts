import { distance, isReal, real, size, type Complex } from "./complex.ts";
import { hash } from "./opaque.ts";
import type { Evaluate, Point } from "./numeric.ts";

/** Sizes of sample values: mostly near 1, where most expressions are defined and well conditioned, then far out on both sides. */
const SIZES = [
  0.6, 1.4, -0.7, 2.3, 0.2, -1.7, 3.9, 0.05, -0.3, 8.5, -5.2, 0.9, 1.1, -0.1, 31, -44, 0.45, 150, -2.6, 1300,
  -1900, 0.8, 26_000, -31_000,
];

/** How many points an expression is tried at. */
export const TRIALS = SIZES.length;

/** The `trial`th point: a fixed irregular value for each name, off the real line if asked for. */
export function samplePoint(names: readonly string[], trial: number, offReal = false): Map<string, Complex> {
  const point = new Map<string, Complex>();
  for (const [index, name] of names.entries()) {
    const wave = hash(`${name} ${index} ${trial}`);
    const near = SIZES[(trial + 5 * index) % (trial < 13 ? 13 : SIZES.length)] ?? 1;
    const value = real(near * (0.75 + 0.5 * wave));
    point.set(name, offReal ? { ...value, im: 0.4 + wave } : value);
  }
  return point;
}

/** How two values at a point compare: the same or different beyond doubt, or neither. */
export type Match = "same" | "different" | "blurred" | "undefined";

/** Compares two values within their errors. */
export function match(a: Complex, b: Complex): Match {
  if (!Number.isFinite(a.re) || !Number.isFinite(b.re) || !Number.isFinite(a.im) || !Number.isFinite(b.im))
    return "undefined";
  const error = a.error + b.error;
  const apart = distance(a, b);
  if (apart > 4 * error) return "different";
  const scale = Math.max(size(a), size(b), 1e-3);
  return apart <= error && error <= 1e-6 * scale ? "same" : "blurred";
}

/** What sampling two expressions found. */
export interface Sampling {
  readonly same: number;
  /** A point where they differ, if one was found. */
  readonly difference: Point | null;
  /** Points at which both are defined and only one is real. */
  readonly apart: number;
}

/**
 * Compares two expressions at fixed points: where both are real, or where neither ever is, as complex numbers. A point where
 * only one is real says nothing, since it lies outside the common domain.
 */
export function sample(a: Evaluate, b: Evaluate, names: readonly string[], offReal = false): Sampling {
  const onReals = { same: 0, difference: null as Point | null, apart: 0 };
  const elsewhere = { same: 0, difference: null as Point | null, apart: 0 };
  let bothRealSeen = false;
  for (let trial = 0; trial < TRIALS; trial++) {
    const point = samplePoint(names, trial, offReal);
    const [left, right] = [a(point), b(point)];
    const [leftReal, rightReal] = [isReal(left) && !left.strayed, isReal(right) && !right.strayed];
    const bothReal = leftReal && rightReal;
    const found = match(left, right);
    bothRealSeen ||= bothReal && found !== "undefined";
    if (leftReal !== rightReal && found !== "same") {
      if (found === "different") onReals.apart += 1;
      continue;
    }
    const where = bothReal ? onReals : elsewhere;
    if (found === "same") where.same += 1;
    if (found === "different") where.difference ??= point;
    if (found === "different" && bothReal) return onReals;
  }
  if (bothRealSeen) onReals.apart = 0;
  return onReals.same > 2 || elsewhere.same + (elsewhere.difference === null ? 0 : 1) === 0
    ? onReals
    : elsewhere;
}
