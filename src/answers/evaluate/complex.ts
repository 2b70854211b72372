/** A complex number in doubles with a bound on how far off it may be. A NaN real part means undefined here. */
export interface Complex {
  readonly re: number;
  readonly im: number;
  readonly error: number;
  /** Whether the way to this number left the reals, as in the square of the root of a negative number. */
  readonly strayed: boolean;
}

/** Rounding of one operation, with room for the library functions' own error. */
const EPSILON = 2 ** -49;

/** Undefined at this point. */
export const UNDEFINED: Complex = { re: NaN, im: 0, error: 0, strayed: false };

/** An exact real number. */
export function real(re: number, error = 0): Complex {
  return { re, im: 0, error, strayed: false };
}

/** re + i im, with the error of one more rounding. */
export function complex(re: number, im: number, error = 0, strayed = false): Complex {
  return { re, im, error: error + EPSILON * (Math.abs(re) + Math.abs(im)), strayed };
}

/** Its distance from 0. */
export function size(a: Complex): number {
  return a.im === 0 ? Math.abs(a.re) : Math.hypot(a.re, a.im);
}

/** Whether the number is real within its error. */
export function isReal(a: Complex): boolean {
  return Math.abs(a.im) <= a.error;
}

/** a + b */
export function add(a: Complex, b: Complex): Complex {
  return complex(a.re + b.re, a.im + b.im, a.error + b.error, a.strayed || b.strayed);
}

/** -a */
export function negate(a: Complex): Complex {
  return { re: -a.re, im: a.im === 0 ? 0 : -a.im, error: a.error, strayed: a.strayed };
}

/** a b */
export function multiply(a: Complex, b: Complex): Complex {
  const error = size(a) * b.error + size(b) * a.error + a.error * b.error;
  const strayed = a.strayed || b.strayed;
  if (a.im === 0 && b.im === 0) return complex(a.re * b.re, 0, error, strayed);
  return complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re, error, strayed);
}

/** a / b; undefined where b may be 0. */
export function divide(a: Complex, b: Complex): Complex {
  const bottom = size(b);
  if (!(bottom > 2 * b.error)) return UNDEFINED;
  const error = (a.error + (size(a) / bottom) * b.error) / (bottom - b.error);
  const strayed = a.strayed || b.strayed;
  if (a.im === 0 && b.im === 0) return complex(a.re / b.re, 0, error, strayed);
  const scale = bottom * bottom;
  return complex((a.re * b.re + a.im * b.im) / scale, (a.im * b.re - a.re * b.im) / scale, error, strayed);
}

/** e to the a. */
export function exp(a: Complex): Complex {
  const grown = Math.exp(a.re);
  if (grown === 0) return UNDEFINED;
  const error = grown * Math.expm1(Math.min(a.error, 1)) + grown * EPSILON * Math.abs(a.re);
  return complex(
    grown * (a.im === 0 ? 1 : Math.cos(a.im)),
    a.im === 0 ? 0 : grown * Math.sin(a.im),
    error,
    a.strayed,
  );
}

/** The principal natural logarithm; undefined where a may be 0. */
export function log(a: Complex): Complex {
  const distance = size(a);
  if (!(distance > 2 * a.error)) return UNDEFINED;
  const error = a.error / (distance - a.error);
  const angle = a.im === 0 ? (a.re < 0 ? Math.PI : 0) : Math.atan2(a.im, a.re);
  return complex(Math.log(distance), angle, error + EPSILON, a.strayed || (a.im === 0 && a.re < 0));
}

/**
 * a to the b. A negative real base with an odd-denominator exponent has its real value, as in school: (-8)^(1/3) is -2.
 * `odd` says whether the exponent is known to be a fraction with odd denominator, and if so the parity of its numerator.
 */
export function power(a: Complex, b: Complex, odd: "odd" | "even" | null): Complex {
  if (a.im === 0 && b.im === 0) {
    if (a.re > 0 || Number.isInteger(b.re)) return realPower(a, b, 1);
    if (a.re < 0 && odd !== null) return realPower({ ...a, re: -a.re }, b, odd === "odd" ? -1 : 1);
    if (a.re === 0 && a.error === 0) return b.re > 0 ? real(0) : UNDEFINED;
  }
  if (size(a) === 0) return b.re > 0 ? real(0, a.error) : UNDEFINED;
  return exp(multiply(b, log(a)));
}

function realPower(a: Complex, b: Complex, sign: 1 | -1): Complex {
  if (a.re === 0 && b.re <= 0) return UNDEFINED;
  const value = sign * Math.pow(a.re, b.re);
  if (value === 0 && a.re !== 0) return UNDEFINED; // too small for a double, not 0
  const distance = Math.abs(a.re);
  const strayed = a.strayed || b.strayed;
  if (a.error > 0 && !(distance > 2 * a.error)) {
    return b.re > 0 ? complex(value, 0, Math.pow(distance + a.error, b.re), strayed) : UNDEFINED;
  }
  const ofBase = (Math.abs(b.re) * a.error) / (distance - a.error || 1);
  const ofExponent = distance > 0 ? Math.abs(Math.log(distance)) * (b.error + Math.abs(b.re) * EPSILON) : 0;
  return complex(value, 0, Math.abs(value) * (ofBase + ofExponent), strayed);
}

/**
 * f at a, its error found by stepping aside as far as a may be off: good for any smooth f, and cautious at its singular points.
 */
export function smooth(f: (a: Complex) => Complex, a: Complex): Complex {
  const value = f(a);
  if (Number.isNaN(value.re)) return UNDEFINED;
  const strayed = a.strayed || value.strayed;
  if (a.error === 0) return complex(value.re, value.im, value.error, strayed);
  const aside = Math.max(a.error, 1e-7 * Math.max(1, size(a)));
  const moved = f({ re: a.re + aside, im: a.im, error: 0, strayed });
  const back = f({ re: a.re - aside, im: a.im, error: 0, strayed });
  const slope = Math.max(distance(moved, value), distance(back, value));
  const error = Number.isNaN(slope) ? 1e-6 * (1 + size(value)) : value.error + (slope * a.error) / aside;
  return complex(value.re, value.im, error, strayed);
}

/** |a - b| */
export function distance(a: Complex, b: Complex): number {
  return Math.hypot(a.re - b.re, a.im - b.im);
}
