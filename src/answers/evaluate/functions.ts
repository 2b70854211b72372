import {
  add,
  complex,
  divide,
  exp,
  isReal,
  log,
  multiply,
  negate,
  power,
  real,
  size,
  smooth,
  UNDEFINED,
  type Complex,
} from "./complex.ts";

const ONE = real(1);
const I: Complex = { re: 0, im: 1, error: 0, strayed: false };

/** A function of one complex number. */
export type Unary = (a: Complex) => Complex;

function onReals(f: (x: number) => number, elsewhere: Unary): Unary {
  return (a) => {
    if (a.im !== 0) return elsewhere(a);
    const value = f(a.re);
    return Number.isNaN(value) ? { ...elsewhere(a), strayed: true } : complex(value, 0, 0, a.strayed);
  };
}

function sqrt(a: Complex): Complex {
  return power(a, real(0.5), null);
}

function times(k: number, a: Complex): Complex {
  return multiply(real(k), a);
}

const sin = onReals(Math.sin, (a) =>
  complex(Math.sin(a.re) * Math.cosh(a.im), Math.cos(a.re) * Math.sinh(a.im)),
);
const cos = onReals(Math.cos, (a) =>
  complex(Math.cos(a.re) * Math.cosh(a.im), -Math.sin(a.re) * Math.sinh(a.im)),
);
const sinh = onReals(Math.sinh, (a) => times(0.5, add(exp(a), negate(exp(negate(a))))));
const cosh = onReals(Math.cosh, (a) => times(0.5, add(exp(a), exp(negate(a)))));
const tan = onReals(Math.tan, (a) => divide(sin(a), cos(a)));
const tanh = onReals(Math.tanh, (a) => divide(sinh(a), cosh(a)));

/** -i log(iz + sqrt(1 - z²)), the principal arcsine. */
function complexAsin(a: Complex): Complex {
  const inside = add(multiply(I, a), sqrt(add(ONE, negate(multiply(a, a)))));
  return multiply(negate(I), log(inside));
}

const asin = onReals(Math.asin, complexAsin);
const acos = onReals(Math.acos, (a) => add(real(Math.PI / 2), negate(complexAsin(a))));
const atan = onReals(Math.atan, (a) => {
  const ia = multiply(I, a);
  return multiply(complex(0, 0.5), add(log(add(ONE, negate(ia))), negate(log(add(ONE, ia)))));
});
const asinh = onReals(Math.asinh, (a) => log(add(a, sqrt(add(multiply(a, a), ONE)))));
const acosh = onReals(Math.acosh, (a) => log(add(a, multiply(sqrt(add(a, ONE)), sqrt(add(a, negate(ONE)))))));
const atanh = onReals(Math.atanh, (a) => times(0.5, add(log(add(ONE, a)), negate(log(add(ONE, negate(a)))))));

function reciprocal(f: Unary): Unary {
  return (a) => divide(ONE, f(a));
}

function ofReciprocal(f: Unary): Unary {
  return (a) => (size(a) === 0 ? UNDEFINED : f(divide(ONE, a)));
}

/** arccot with values in (0, π), continuous over the reals. */
function acot(a: Complex): Complex {
  return add(real(Math.PI / 2), negate(atan(a)));
}

const SMOOTH: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ["sin", sin], ["cos", cos], ["tan", tan], ["csc", reciprocal(sin)], ["sec", reciprocal(cos)], ["cot", reciprocal(tan)],
  ["sinh", sinh], ["cosh", cosh], ["tanh", tanh], ["csch", reciprocal(sinh)], ["sech", reciprocal(cosh)], ["coth", reciprocal(tanh)],
  ["arcsin", asin], ["arccos", acos], ["arctan", atan], ["arccsc", ofReciprocal(asin)], ["arcsec", ofReciprocal(acos)], ["arccot", acot],
  ["arcsinh", asinh], ["arccosh", acosh], ["arctanh", atanh], ["arccsch", ofReciprocal(asinh)], ["arcsech", ofReciprocal(acosh)], ["arccoth", ofReciprocal(atanh)],
  ["sqrt", sqrt], ["factorial", factorial], ["gamma", (a) => factorial(add(a, real(-1)))],
]); // prettier-ignore

/** Lanczos coefficients for g = 7, n = 9 (Godfrey), good to 15 digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]; // prettier-ignore

function factorial(a: Complex): Complex {
  if (a.im !== 0 || a.re > 160 || a.re < -160) return UNDEFINED;
  if (Number.isInteger(a.re)) {
    if (a.re < 0) return UNDEFINED;
    let product = 1;
    for (let i = 2; i <= a.re; i++) product *= i;
    return complex(product, 0);
  }
  const value = gammaOf(a.re + 1);
  return complex(value, 0, Math.abs(value) * 1e-12);
}

function gammaOf(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gammaOf(1 - x));
  const t = x - 1;
  const sum = LANCZOS.reduce(
    (total, coefficient, index) => (index === 0 ? coefficient : total + coefficient / (t + index)),
    0,
  );
  return Math.sqrt(2 * Math.PI) * Math.pow(t + 7.5, t + 0.5) * Math.exp(-t - 7.5) * sum;
}

/** A step function; a value within its error of a step counts as on the step. */
function stepped(f: (x: number) => number): Unary {
  return (a) => {
    if (!isReal(a)) return UNDEFINED;
    const nearest = Math.round(a.re);
    return real(f(Math.abs(a.re - nearest) <= Math.max(a.error, 1e-12 * Math.abs(nearest)) ? nearest : a.re));
  };
}

const OTHERS: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ["ln", log], ["log", log], ["abs", (a) => complex(size(a), 0, a.error, a.strayed)], ["floor", stepped(Math.floor)], ["ceil", stepped(Math.ceil)],
  ["round", stepped((x) => Math.sign(x) * Math.round(Math.abs(x)))], ["sign", (a) => (isReal(a) && Math.abs(a.re) > a.error ? real(Math.sign(a.re)) : size(a) === 0 ? real(0) : UNDEFINED)],
  ["arg", (a) => (size(a) > a.error ? real(Math.atan2(a.im, a.re), a.error / size(a) + 1e-15) : UNDEFINED)],
  ["re", (a) => real(a.re, a.error)], ["im", (a) => real(a.im, a.error)], ["conj", (a) => ({ ...a, im: -a.im })],
]); // prettier-ignore

/** The known function of one argument by its name here; null when there is none. */
export function unaryFunction(name: string): Unary | null {
  const f = SMOOTH.get(name);
  if (f !== undefined) return (a) => smooth(f, a);
  return OTHERS.get(name) ?? null;
}

/** The known function of two arguments by its name here, at a and b; null when there is none. */
export function binaryFunction(name: string, a: Complex, b: Complex): Complex | null {
  switch (name) {
    case "log":
      return divide(log(a), log(b));
    case "root":
      return power(a, divide(ONE, b), b.im === 0 && b.re % 2 !== 0 && Number.isInteger(b.re) ? "odd" : null);
    case "binomial":
      return divide(falling(a, b), smooth(factorial, b));
    case "permutations":
      return falling(a, b);
    case "atan2":
      return isReal(a) && isReal(b)
        ? complex(Math.atan2(a.re, b.re), 0, (a.error + b.error) / (size(a) + size(b)))
        : UNDEFINED;
    case "mod":
      return add(a, negate(multiply(b, stepped(Math.floor)(divide(a, b)))));
    case "min":
    case "max":
      return isReal(a) && isReal(b) ? (a.re < b.re === (name === "min") ? a : b) : UNDEFINED;
    default:
      return null;
  }
}

/** a! / (a - b)! */
function falling(a: Complex, b: Complex): Complex {
  return divide(smooth(factorial, a), smooth(factorial, add(a, negate(b))));
}
