import type { Bound, Expression, RelationSign } from "../expression.ts";
import { bind } from "./bind.ts";

type Args = readonly Expression[];

const RELATIONS: ReadonlyMap<string, RelationSign> = new Map<string, RelationSign>([
  ["Eq", "="], ["Ne", "!="], ["Lt", "<"], ["Le", "<="], ["Gt", ">"], ["Ge", ">="],
]); // prettier-ignore

type JoinSign = Extract<Expression, { kind: "join" }>["sign"];
const JOINS: ReadonlyMap<string, JoinSign> = new Map<string, JoinSign>([
  ["Union", "union"], ["Intersection", "intersection"], ["Complement", "minus"],
]); // prettier-ignore

const BOUNDS: ReadonlyMap<string, Bound["sign"]> = new Map<string, Bound["sign"]>([
  ["integrate", "integral"], ["Integral", "integral"], ["int", "integral"], ["Sum", "sum"], ["sum", "sum"], ["summation", "sum"],
  ["Product", "product"], ["product", "product"], ["limit", "limit"], ["Limit", "limit"],
]); // prettier-ignore

const DERIVATIVES = new Set(["diff", "Derivative"]);
const CONNECTORS: ReadonlyMap<string, "and" | "or"> = new Map([["And", "and"], ["Or", "or"]]); // prettier-ignore
const STRUCTURES = new Set(["Matrix", "matrix", "FiniteSet", "Interval", "Rational"]);
/** SymPy's intervals without their ends, by the method that makes them. */
const OPEN_ENDS: ReadonlyMap<string, readonly [left: boolean, right: boolean]> = new Map([
  ["Interval.open", [true, true]],
  ["Interval.Lopen", [true, false]],
  ["Interval.Ropen", [false, true]],
]);

/** Words straight before a bracket that SymPy and Maxima write for a structure or an operation. */
export const CONSTRUCTORS: ReadonlySet<string> = new Set<string>([
  ...RELATIONS.keys(), ...JOINS.keys(), ...BOUNDS.keys(), ...DERIVATIVES, ...CONNECTORS.keys(), ...STRUCTURES, ...OPEN_ENDS.keys(),
]); // prettier-ignore

/**
 * What programs write with a word for a structure, Matrix([[1, 2], [3, 4]]) or FiniteSet(1, 2), as that structure, and for an
 * operation, integrate(x, (x, 0, 1)) or diff(x^2, x), as that operation left to work out; null for other names.
 */
export function constructed(name: string, args: Args): Expression | null {
  const [sign, join, connector] = [RELATIONS.get(name), JOINS.get(name), CONNECTORS.get(name)];
  if (sign !== undefined) return args.length === 2 ? { kind: "relation", signs: [sign], sides: args } : null;
  if (join !== undefined) return args.length < 2 ? null : joined(join, args);
  if (connector !== undefined) return args.length < 2 ? null : { kind: "list", items: args, connector };
  if (DERIVATIVES.has(name)) return derivative(args);
  const bound = BOUNDS.get(name);
  return bound === undefined ? structure(name, args) : operation(bound, args);
}

function joined(sign: JoinSign, args: Args): Expression {
  return args.reduce((left, right) => ({ kind: "join", sign, left, right }));
}

function structure(name: string, args: Args): Expression | null {
  const [first, second, more] = args;
  const ends = OPEN_ENDS.get(name);
  if (ends !== undefined) return args.length === 2 ? interval(args, ...ends) : null;
  switch (name) {
    case "Matrix":
    case "matrix":
      return args.length === 1 && first?.kind === "bracketed"
        ? first
        : { kind: "bracketed", open: "[", close: "]", items: args };
    case "FiniteSet":
      return { kind: "set", items: args };
    case "Interval":
      return args.length < 2 || args.length > 4
        ? null
        : interval(args.slice(0, 2), isTrue(args[2]), isTrue(args[3]));
    case "Rational":
      return first !== undefined && second !== undefined && more === undefined
        ? { kind: "quotient", over: first, under: second }
        : null;
    default:
      return null;
  }
}

function interval(items: Args, leftOpen: boolean, rightOpen: boolean): Expression {
  return { kind: "bracketed", open: leftOpen ? "(" : "[", close: rightOpen ? ")" : "]", items };
}

function isTrue(flag: Expression | undefined): boolean {
  return flag?.kind === "text" && /^true$/i.test(flag.text);
}

/** diff(f, x) and diff(f, x, 2). */
function derivative(args: Args): Expression | null {
  const [of, by, times] = args;
  const name = variableOf(by);
  const order =
    times === undefined ? 1n : times.kind === "number" && times.value.den === 1n ? times.value.num : 0n;
  if (of === undefined || name === null || order < 1n || order > 9n || args.length > 3) return null;
  return { kind: "apply", name: `d${order}/d${name}`, args: [of] };
}

/** integrate(f, x), integrate(f, x, 0, 1) and integrate(f, (x, 0, 1)); sums, products and limits alike. */
function operation(sign: Bound["sign"], args: Args): Expression | null {
  const [of, range, ...ends] = args;
  const tuple = range?.kind === "bracketed" && ends.length === 0;
  const [index, lower = null, upper = null, more] = tuple ? range.items : [range, ...ends];
  const variable = variableOf(index);
  if (of === undefined || variable === null || more !== undefined) return null;
  const isLimit = sign === "limit";
  if (isLimit ? lower === null : (lower === null) !== (upper === null)) return null;
  if (sign !== "integral" && lower === null) return null;
  return { kind: "bound", sign, variable, lower, upper: isLimit ? null : upper, body: bind(of, variable) };
}

function variableOf(node: Expression | undefined): string | null {
  if (node?.kind === "symbol") return node.name;
  return node?.kind === "constant" && node.name === "i" ? "i" : null;
}
