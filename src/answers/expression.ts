import { rational, type Rational } from "./rational.ts";

/** How two sides of a relation stand to each other. "~" is "about equal". */
export type RelationSign =
  "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "in" | "notin" | "subset" | "subseteq";

/** An answer as read: a tree of numbers, expressions, and the structures that hold them. */
export type Expression =
  | NumberNode
  | { readonly kind: "constant"; readonly name: ConstantName }
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "sum"; readonly terms: readonly Expression[] }
  | { readonly kind: "product"; readonly factors: readonly Expression[] }
  | { readonly kind: "quotient"; readonly over: Expression; readonly under: Expression }
  | { readonly kind: "power"; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: "negative"; readonly of: Expression }
  | PlusMinus
  | Call
  | Apply
  | Bound
  | Relation
  | Bracketed
  | { readonly kind: "set"; readonly items: readonly Expression[] }
  | { readonly kind: "builder"; readonly element: Expression; readonly condition: Expression }
  | {
      readonly kind: "join";
      readonly sign: "union" | "intersection" | "minus";
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly connector: "," | "and" | "or" }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly Expression[])[] }
  | Quantity
  | { readonly kind: "based"; readonly digits: string; readonly base: number }
  | { readonly kind: "ratio"; readonly parts: readonly Expression[] }
  | { readonly kind: "text"; readonly text: string };

/** The kinds of node. */
export type Kind = Expression["kind"];

/** Numbers with a name. */
export type ConstantName = "pi" | "e" | "i" | "infinity";

/** A number as written. `places` counts the digits after the decimal point, 0 for a whole number. */
export interface NumberNode {
  readonly kind: "number";
  readonly value: Rational;
  readonly places: number;
}

/** left ± right; `left` is null for a lone ±x. `minusFirst` is ∓. */
export interface PlusMinus {
  readonly kind: "plusminus";
  readonly left: Expression | null;
  readonly right: Expression;
  readonly minusFirst: boolean;
}

/** A function this grader knows: sin, sqrt, log with an optional base as second argument, factorial ... */
export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expression[];
}

/** A function known by name only, such as f in f(x), or f'' in f''(x). */
export interface Apply {
  readonly kind: "apply";
  readonly name: string;
  readonly args: readonly Expression[];
}

/** An integral, sum, product or limit over a variable. Missing ends are null. */
export interface Bound {
  readonly kind: "bound";
  readonly sign: "integral" | "sum" | "product" | "limit";
  readonly variable: string;
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly body: Expression;
}

/** A chain of relations: sides[0] signs[0] sides[1] signs[1] ... */
export interface Relation {
  readonly kind: "relation";
  readonly signs: readonly RelationSign[];
  readonly sides: readonly Expression[];
}

/** Items in brackets: a point, a vector or, with two items, an interval. */
export interface Bracketed {
  readonly kind: "bracketed";
  readonly open: "(" | "[" | "<";
  readonly close: ")" | "]" | ">";
  readonly items: readonly Expression[];
}

/** A value with a unit, "%" and degrees among them. The unit is as in the table of units, or the words as written. */
export interface Quantity {
  readonly kind: "quantity";
  readonly value: Expression;
  readonly unit: string;
}

/** The direct parts of a node, in order. */
export function children(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "sum":
      return node.terms;
    case "product":
      return node.factors;
    case "quotient":
      return [node.over, node.under];
    case "power":
      return [node.base, node.exponent];
    case "negative":
      return [node.of];
    case "plusminus":
      return node.left === null ? [node.right] : [node.left, node.right];
    case "call":
    case "apply":
      return node.args;
    case "bound":
      return [node.lower, node.upper, node.body].filter((part) => part !== null);
    case "relation":
      return node.sides;
    case "bracketed":
    case "set":
    case "list":
      return node.items;
    case "builder":
      return [node.element, node.condition];
    case "join":
      return [node.left, node.right];
    case "matrix":
      return node.rows.flat();
    case "quantity":
      return [node.value];
    case "ratio":
      return node.parts;
    case "number":
    case "constant":
    case "symbol":
    case "based":
    case "text":
      return [];
  }
}

/** The node with each of its parts replaced by what `change` makes of it. */
export function mapChildren(node: Expression, change: (part: Expression) => Expression): Expression {
  switch (node.kind) {
    case "sum":
      return { ...node, terms: node.terms.map(change) };
    case "product":
      return { ...node, factors: node.factors.map(change) };
    case "quotient":
      return { ...node, over: change(node.over), under: change(node.under) };
    case "power":
      return { ...node, base: change(node.base), exponent: change(node.exponent) };
    case "negative":
      return { ...node, of: change(node.of) };
    case "plusminus":
      return { ...node, left: node.left === null ? null : change(node.left), right: change(node.right) };
    case "call":
    case "apply":
      return { ...node, args: node.args.map(change) };
    case "bound":
      return {
        ...node,
        lower: node.lower === null ? null : change(node.lower),
        upper: node.upper === null ? null : change(node.upper),
        body: change(node.body),
      };
    case "relation":
      return { ...node, sides: node.sides.map(change) };
    case "bracketed":
    case "set":
    case "list":
      return { ...node, items: node.items.map(change) };
    case "builder":
      return { ...node, element: change(node.element), condition: change(node.condition) };
    case "join":
      return { ...node, left: change(node.left), right: change(node.right) };
    case "matrix":
      return { ...node, rows: node.rows.map((row) => row.map(change)) };
    case "quantity":
      return { ...node, value: change(node.value) };
    case "ratio":
      return { ...node, parts: node.parts.map(change) };
    case "number":
    case "constant":
    case "symbol":
    case "based":
    case "text":
      return node;
  }
}

/** A whole number as a node. */
export function wholeNumber(value: bigint): NumberNode {
  return { kind: "number", value: rational(value), places: 0 };
}

/** The node with other expressions in the place of some symbols, by their names; undefined leaves one as it is. */
export function withSymbols(node: Expression, other: (name: string) => Expression | undefined): Expression {
  return node.kind === "symbol"
    ? (other(node.name) ?? node)
    : mapChildren(node, (part) => withSymbols(part, other));
}

/** Whether `test` holds for the node or anything inside it. */
export function some(node: Expression, test: (node: Expression) => boolean): boolean {
  return test(node) || children(node).some((child) => some(child, test));
}

const SCALAR: ReadonlySet<Kind> = new Set<Kind>([
  "number", "constant", "symbol", "sum", "product", "quotient", "power", "negative", "call", "apply", "bound", "based",
]); // prettier-ignore

/** Whether the node, with all inside it, is one value: no relation, set, list, text ... in it. */
export function isScalar(node: Expression): boolean {
  if (node.kind === "call" && node.name === "det") return true;
  return SCALAR.has(node.kind) && children(node).every(isScalarOrPercent);
}

function isScalarOrPercent(node: Expression): boolean {
  return node.kind === "quantity" ? isScalar(node.value) : isScalar(node);
}

/** The names of free symbols in the node, in order of first appearance. */
export function symbols(node: Expression, found: Set<string> = new Set()): Set<string> {
  if (node.kind === "symbol") found.add(node.name);
  if (node.kind === "bound") {
    const inside = symbols(node.body);
    inside.delete(node.variable);
    for (const name of inside) found.add(name);
    for (const end of [node.lower, node.upper]) if (end !== null) symbols(end, found);
    return found;
  }
  for (const child of children(node)) symbols(child, found);
  return found;
}

/** The names of free symbols in the nodes, in the same order however these stand: values are tried by a name's place in it. */
export function variables(nodes: readonly Expression[]): string[] {
  return [...new Set(nodes.flatMap((node) => [...symbols(node)]))].sort();
}
