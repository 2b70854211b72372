import { add, complex, multiply, negate, real, size, smooth, type Complex } from "./complex.ts";

type Point = ReadonlyMap<string, Complex>;
type Evaluate = (point: Point) => Complex;

/** A number in [0, 1) that depends on the text alone (FNV-1a). */
export function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
}

/**
 * A fixed smooth function in the place of one that is known by name only: equal expressions in f stay equal, and unequal ones
 * differ at almost every point.
 */
export function unknownFunction(name: string, args: readonly Evaluate[]): Evaluate {
  const key = `${name}/${args.length}`;
  const waves = args.map((_, index) => ({
    height: 0.7 + hash(`${key} height ${index}`),
    pace: 0.6 + hash(`${key} pace ${index}`),
    shift: 3 * hash(`${key} shift ${index}`),
  }));
  return (point) => {
    let total = real(0.3 + hash(key));
    for (const [index, wave] of waves.entries()) {
      const arg = args[index];
      if (arg === undefined) continue;
      const value = smooth((a) => wavelike(add(multiply(a, real(wave.pace)), real(wave.shift))), arg(point));
      total = add(multiply(total, real(1.1)), multiply(value, real(wave.height)));
    }
    return total;
  };
}

function wavelike(a: Complex): Complex {
  if (a.im === 0) return complex(Math.sin(a.re) + 0.3 * Math.cos(2 * a.re), 0);
  return complex(Math.sin(a.re) + 0.3 * Math.cos(2 * a.re) + 0.1 * a.im, Math.cos(a.re) + a.im);
}

const PROBES = [0.318, 0.731, 1.273, 1.909, 2.414];

/** A fixed linear functional of the body in the place of an integral, sum or limit that isn't worked out. */
export function unknownFunctional(
  name: string,
  ends: readonly (Evaluate | null)[],
): (point: Point, body: (at: Complex) => Complex) => Complex {
  const given = ends.filter((end) => end !== null);
  const scale = unknownFunction(name, given);
  return (point, body) => {
    let total = real(0);
    for (const [index, probe] of PROBES.entries()) {
      total = add(total, multiply(body(real(probe)), real(0.4 + hash(`${name} ${index}`))));
    }
    return multiply(total, scale(point));
  };
}

/** Abscissas and weights of the 8-point Gauss-Legendre rule on [-1, 1], the positive half. */
const GAUSS: readonly (readonly [number, number])[] = [
  [0.1834346424956498, 0.362683783378362], [0.525532409916329, 0.3137066458778873], [0.7966664774136267, 0.2223810344533745], [0.9602898564975363, 0.1012285362903763],
]; // prettier-ignore

const PANELS = 6;

/** The integral of the body from one end to the other by Gauss-Legendre panels; its error is judged from a coarser rule. */
export function definiteIntegral(body: (at: Complex) => Complex, from: Complex, to: Complex): Complex {
  const fine = panels(body, from, to, PANELS);
  const coarse = panels(body, from, to, PANELS / 2);
  return { ...fine, error: fine.error + size(add(fine, negate(coarse))) };
}

function panels(body: (at: Complex) => Complex, from: Complex, to: Complex, count: number): Complex {
  const width = multiply(add(to, negate(from)), real(1 / count));
  const half = multiply(width, real(0.5));
  let total = real(0);
  for (let panel = 0; panel < count; panel++) {
    const middle = add(from, multiply(width, real(panel + 0.5)));
    for (const [x, weight] of GAUSS) {
      const aside = multiply(half, real(x));
      total = add(
        total,
        multiply(add(body(add(middle, aside)), body(add(middle, negate(aside)))), real(weight)),
      );
    }
  }
  return multiply(total, half);
}
