import { children, type Expression } from "../expression.ts";
import { labelled } from "./labels.ts";

/** Names of relations and figures that are read as functions of their parts: nothing is left to work out in them. */
const NOTATION =
  /^(?:given|cases|piece|n?parallel|n?perp|n?cong|n?sim|propto|n?su[bp]set(?:eq)?|linesegment|segment|line|angle|triangle)$/;

/** The functions in an answer that only a program could work out, such as solve(...), by their names; its label aside. */
function programsIn(node: Expression): readonly string[] {
  const own = node.kind === "apply" && /^[A-Za-z]{4,}$/.test(node.name) && !NOTATION.test(node.name);
  const inside = children(node).flatMap(programsIn);
  return own ? [node.name, ...inside] : inside;
}

/** A function of a program that one answer leaves to work out and the other does without; null where there is none. */
export function leftToProgram(gold: Expression, pred: Expression): string | null {
  const [a, b] = [gold, pred].map((node) => programsIn(labelled(node)?.value ?? node));
  const alone = (own: readonly string[] = [], others: readonly string[] = []): string | undefined =>
    own.find((name) => !others.includes(name));
  return alone(a, b) ?? alone(b, a) ?? null;
}
