import type { Expression } from "./expression.ts";
import { toDecimal, toString, type Rational } from "./rational.ts";

const JOIN_SIGNS = { union: "∪", intersection: "∩", minus: "∖" };
const RELATION_SIGNS: Readonly<Record<string, string>> = {
  "<=": "≤",
  ">=": "≥",
  "!=": "≠",
  "~": "≈",
  in: "∈",
  notin: "∉",
  subset: "⊂",
  subseteq: "⊆",
};
const LOOSE = new Set([
  "sum",
  "product",
  "quotient",
  "negative",
  "ratio",
  "plusminus",
  "relation",
  "quantity",
]);

/** An expression in plain notation, for people: what an answer was read as. */
export function show(node: Expression): string {
  switch (node.kind) {
    case "number":
      return showNumber(node.value);
    case "constant":
      return { pi: "π", e: "e", i: "i", infinity: "∞" }[node.name];
    case "symbol":
      return node.name;
    case "text":
      return node.text;
    case "sum":
      return node.terms.map((term, index) => showTerm(term, index === 0)).join("");
    case "product":
      return node.factors.map(operand).join("·");
    case "quotient":
      return `${operand(node.over)}/${operand(node.under)}`;
    case "power":
      return `${operand(node.base)}^${operand(node.exponent)}`;
    case "negative":
      return `-${operand(node.of)}`;
    case "plusminus":
      return `${node.left === null ? "" : show(node.left)} ${node.minusFirst ? "∓" : "±"} ${operand(node.right)}`.trim();
    default:
      return showStructure(node);
  }
}

function showStructure(node: Expression): string {
  switch (node.kind) {
    case "call":
      return node.name === "abs" ? `|${commas(node.args)}|` : `${node.name}(${commas(node.args)})`;
    case "apply":
      return `${node.name}(${commas(node.args)})`;
    case "bound":
      return `${node.sign}(${node.variable}; ${[node.lower, node.upper].map((end) => (end === null ? "" : show(end))).join(" to ")}; ${show(node.body)})`;
    case "relation":
      return node.sides
        .map(
          (side, index) =>
            `${index === 0 ? "" : ` ${relationSign(node.signs[index - 1] ?? "=")} `}${show(side)}`,
        )
        .join("");
    case "bracketed":
      return `${node.open}${commas(node.items)}${node.close}`;
    case "set":
      return node.items.length === 0 ? "∅" : `{${commas(node.items)}}`;
    case "builder":
      return `{${show(node.element)} | ${show(node.condition)}}`;
    case "join":
      return `${show(node.left)} ${JOIN_SIGNS[node.sign]} ${show(node.right)}`;
    case "list":
      return node.items.map(show).join(node.connector === "," ? ", " : ` ${node.connector} `);
    case "matrix":
      return `[${node.rows.map((row) => `[${commas(row)}]`).join(", ")}]`;
    case "quantity":
      return node.unit === "%" || node.unit === "°"
        ? `${operand(node.value)}${node.unit}`
        : `${operand(node.value)} ${node.unit}`;
    case "based":
      return `${node.digits}_${node.base}`;
    case "ratio":
      return node.parts.map(operand).join(":");
    default:
      return "";
  }
}

function relationSign(sign: string): string {
  return RELATION_SIGNS[sign] ?? sign;
}

function showNumber(value: Rational): string {
  return (value.den === 1n ? null : toDecimal(value, 6)) ?? toString(value);
}

function showTerm(term: Expression, first: boolean): string {
  if (term.kind === "negative") return `${first ? "-" : " - "}${operand(term.of)}`;
  return `${first ? "" : " + "}${show(term)}`;
}

function operand(node: Expression): string {
  const fraction = node.kind === "number" && showNumber(node.value).includes("/");
  return LOOSE.has(node.kind) || fraction ? `(${show(node)})` : show(node);
}

function commas(items: readonly Expression[]): string {
  return items.map(show).join(", ");
}
