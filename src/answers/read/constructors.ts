import type { Expression } from "../expression.ts";

/** What programs write with a word for a structure, Matrix([[1, 2], [3, 4]]) or FiniteSet(1, 2), as that structure; null for other names. */
export function constructed(name: string, args: readonly Expression[]): Expression | null {
  const [first, second, more] = args;
  switch (name) {
    case "Matrix":
    case "matrix":
      return args.length === 1 && first?.kind === "bracketed"
        ? first
        : { kind: "bracketed", open: "[", close: "]", items: args };
    case "FiniteSet":
      return { kind: "set", items: args };
    case "Interval":
      return args.length === 2 ? { kind: "bracketed", open: "[", close: "]", items: args } : null;
    case "Rational":
      return first !== undefined && second !== undefined && more === undefined
        ? { kind: "quotient", over: first, under: second }
        : null;
    default:
      return null;
  }
}
