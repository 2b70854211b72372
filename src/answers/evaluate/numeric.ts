import type { Bound, Call, Expression } from "../expression.ts";
import { attempt, digits, isInteger, toNumber, type Rational } from "../rational.ts";
import {
  add,
  complex,
  divide,
  multiply,
  negate,
  power,
  real,
  UNDEFINED,
  isReal,
  size,
  type Complex,
} from "./complex.ts";
import { exactValue, MEASURED_PLACES } from "./exact.ts";
import { binaryFunction, unaryFunction } from "./functions.ts";
import { definiteIntegral, unknownFunction, unknownFunctional } from "./opaque.ts";

/** Values of free variables by name. */
export type Point = ReadonlyMap<string, Complex>;
/** An expression made ready to be evaluated at many points. */
export type Evaluate = (point: Point) => Complex;

/** An expression that has no number as its value, such as a set or a word. */
export class NotNumeric extends Error {}

/** What bounds the work of comparing two answers: counted down at each function evaluation. */
export interface Budget {
  left: number;
  /** Whether something was met that isn't worked out, only stood for, such as an infinite sum: then values can't prove a difference. */
  stoodFor: boolean;
}

/** The most evaluations of nodes in one comparison. About 10 ms on a slow machine. */
export const EVALUATIONS = 60_000;

/**
 * Makes an expression ready for evaluation; constant parts are folded exactly.
 * @throws NotNumeric when a part has no number as its value. Evaluation throws NotNumeric when the budget is spent.
 */
export function compile(node: Expression, budget: Budget, logBase: number = Math.E): Evaluate {
  const exact = attempt(() => exactValue(node));
  if (exact !== null) {
    const value = fromExact(exact);
    return () => value;
  }
  const evaluate = compileNode(node, budget, logBase);
  return (point) => {
    if (--budget.left < 0) throw new NotNumeric("it takes too long to evaluate");
    return evaluate(point);
  };
}

function fromExact(value: Rational): Complex {
  const number = toNumber(value);
  return real(number, value.den === 1n && digits(value.num) < 16 ? 0 : Math.abs(number) * 2 ** -52);
}

function compileNode(node: Expression, budget: Budget, logBase: number): Evaluate {
  const inner = (part: Expression): Evaluate => compile(part, budget, logBase);
  switch (node.kind) {
    case "number": {
      const value = toNumber(node.value);
      const constant = real(value, node.places >= MEASURED_PLACES ? 0.5 * 10 ** -node.places : 0);
      return () => constant;
    }
    case "constant":
      return constantOf(node.name);
    case "symbol":
      return (point) => point.get(node.name) ?? UNDEFINED;
    case "sum":
      return folded(node.terms.map(inner), add);
    case "product":
      return folded(node.factors.map(inner), multiply);
    case "negative": {
      const of = inner(node.of);
      return (point) => negate(of(point));
    }
    case "quotient":
    case "ratio": {
      const parts = node.kind === "quotient" ? [node.over, node.under] : node.parts;
      if (parts.length !== 2) throw new NotNumeric("a ratio of several parts");
      return folded(parts.map(inner), divide);
    }
    case "power":
      return compilePower(node.base, node.exponent, inner);
    case "call":
      return compileCall(node, inner, logBase);
    case "apply":
      return isDerivative(node.name)
        ? stoodFor(budget, unknownFunction(node.name, node.args.map(inner)))
        : unknownFunction(node.name, node.args.map(inner));
    case "bound":
      return compileBound(node, inner, budget);
    case "quantity":
      return compileQuantity(inner(node.value), node.unit);
    default:
      throw new NotNumeric(`a ${node.kind} is no number`);
  }
}

/** Whether a name is a derivative still to be taken. */
export function isDerivative(name: string): boolean {
  return /^d\d\/d/.test(name);
}

function stoodFor(budget: Budget, evaluate: Evaluate): Evaluate {
  return (point) => {
    budget.stoodFor = true;
    return evaluate(point);
  };
}

function constantOf(name: string): Evaluate {
  const value = {
    pi: complex(Math.PI, 0),
    e: complex(Math.E, 0),
    i: { re: 0, im: 1, error: 0, strayed: false },
  }[name];
  if (value === undefined) throw new NotNumeric("infinity is no number");
  return () => value;
}

function folded(parts: readonly Evaluate[], join: (a: Complex, b: Complex) => Complex): Evaluate {
  return (point) => {
    let result: Complex | null = null;
    for (const part of parts) result = result === null ? part(point) : join(result, part(point));
    return result ?? UNDEFINED;
  };
}

function compilePower(
  base: Expression,
  exponent: Expression,
  inner: (node: Expression) => Evaluate,
): Evaluate {
  if (base.kind === "constant" && base.name === "e") {
    const raised = inner(exponent);
    const e = complex(Math.E, 0);
    return (point) => power(e, raised(point), null);
  }
  const exact = attempt(() => exactValue(exponent));
  const odd =
    exact !== null && exact.den % 2n === 1n && !isInteger(exact)
      ? exact.num % 2n === 0n
        ? "even"
        : "odd"
      : null;
  const below = inner(base);
  const raised = inner(exponent);
  return (point) => power(below(point), raised(point), odd);
}

function compileCall(node: Call, inner: (part: Expression) => Evaluate, logBase: number): Evaluate {
  const [first] = node.args;
  if (node.name === "det" && first?.kind === "matrix")
    return determinant(first.rows.map((row) => row.map(inner)));
  const args = node.args.map(inner);
  const [a, b] = args;
  if (a === undefined) throw new NotNumeric("a function of nothing");
  if (b === undefined) {
    const f = unaryFunction(node.name);
    if (f === null) return unknownFunction(node.name, args);
    if (node.name !== "log" || logBase === Math.E) return (point) => f(a(point));
    const scale = complex(1 / Math.log(logBase), 0);
    return (point) => multiply(f(a(point)), scale);
  }
  if (args.length > 2) return args.reduce((left, right) => binary(node.name, left, right));
  return binary(node.name, a, b);
}

function binary(name: string, a: Evaluate, b: Evaluate): Evaluate {
  if (binaryFunction(name, real(1), real(2)) === null) return unknownFunction(name, [a, b]);
  return (point) => binaryFunction(name, a(point), b(point)) ?? UNDEFINED;
}

/** By expansion along the first row; matrices in answers are small. */
function determinant(rows: readonly (readonly Evaluate[])[]): Evaluate {
  if (rows.length > 5 || rows.some((row) => row.length !== rows.length))
    throw new NotNumeric("no determinant");
  const [top, ...below] = rows;
  if (top === undefined) return () => real(1);
  const minors = top.map((entry, column) => {
    const minor = determinant(below.map((row) => row.filter((_, index) => index !== column)));
    return (point: Point) => multiply(entry(point), column % 2 === 0 ? minor(point) : negate(minor(point)));
  });
  return folded(minors, add);
}

const LARGEST_SUM = 2_000;

function compileBound(node: Bound, inner: (part: Expression) => Evaluate, budget: Budget): Evaluate {
  const body = inner(node.body);
  const lower = node.lower === null || isInfinite(node.lower) ? null : inner(node.lower);
  const upper = node.upper === null || isInfinite(node.upper) ? null : inner(node.upper);
  const at = (point: Point) => (value: Complex) => body(new Map(point).set(node.variable, value));
  const functional = unknownFunctional(`${node.sign} ${infinities(node)}`, [lower, upper]);
  const opaque: typeof functional = (point, inside) => {
    budget.stoodFor = true;
    return functional(point, inside);
  };
  if (node.sign === "limit" || lower === null || upper === null) return (point) => opaque(point, at(point));
  if (node.sign === "integral") return (point) => definiteIntegral(at(point), lower(point), upper(point));
  const join = node.sign === "sum" ? add : multiply;
  const start = real(node.sign === "sum" ? 0 : 1);
  return (point) => {
    const [from, to] = [lower(point), upper(point)];
    if (!isWhole(from) || !isWhole(to) || to.re - from.re > LARGEST_SUM) return opaque(point, at(point));
    let total = start;
    for (let index = from.re; index <= to.re; index++) total = join(total, at(point)(real(index)));
    return total;
  };
}

function infinities(node: Bound): string {
  return [node.lower, node.upper]
    .map((end) => (end === null ? "none" : isInfinite(end) ? end.kind : ""))
    .join(" ");
}

function isInfinite(node: Expression): boolean {
  return node.kind === "constant"
    ? node.name === "infinity"
    : node.kind === "negative" && isInfinite(node.of);
}

function isWhole(value: Complex): boolean {
  return isReal(value) && Number.isInteger(value.re) && size(value) < 1e15;
}

function compileQuantity(value: Evaluate, unit: string): Evaluate {
  const scale = { "%": 0.01, "°": Math.PI / 180 }[unit];
  return scale === undefined ? value : (point) => multiply(value(point), complex(scale, 0));
}
