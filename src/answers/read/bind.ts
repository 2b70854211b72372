import { mapChildren, type Expression } from "../expression.ts";

/** The body of a sum or integral with i, where it is the index, as a variable and not the imaginary unit. */
export function bind(body: Expression, variable: string): Expression {
  if (body.kind === "constant" && body.name === variable) return { kind: "symbol", name: variable };
  return variable === "i" ? mapChildren(body, (part) => bind(part, variable)) : body;
}
