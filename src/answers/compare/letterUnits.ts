import { symbols, type Expression, type Quantity } from "../expression.ts";
import { unitOf } from "../read/units.ts";

/** Factors of a product that is an amount: its values above and below, its units with their powers. */
interface Parts {
  readonly above: Expression[];
  readonly below: Expression[];
  readonly units: string[];
}

/** 5 m, 9.8 m s^-2 or 20 N·m, read as a product with variables, taken as a number with a unit. Null for other products. */
export function asQuantity(node: Expression): Quantity | null {
  if (node.kind !== "product" && node.kind !== "quotient") return null;
  const parts: Parts = { above: [], below: [], units: [] };
  if (!collect(node, 1, parts) || parts.units.length === 0 || parts.above.length + parts.below.length === 0)
    return null;
  const above: Expression = { kind: "product", factors: parts.above };
  const value: Expression =
    parts.below.length === 0
      ? above
      : { kind: "quotient", over: above, under: { kind: "product", factors: parts.below } };
  return { kind: "quantity", value, unit: parts.units.join(" ") };
}

/** Sorts the factors of a node into values and units; false as soon as one is neither. */
function collect(node: Expression, power: number, parts: Parts): boolean {
  if (symbols(node).size === 0 && node.kind !== "quantity") {
    (power > 0 ? parts.above : parts.below).push(node);
    return true;
  }
  switch (node.kind) {
    case "product":
      return node.factors.every((factor) => collect(factor, power, parts));
    case "quotient":
      return collect(node.over, power, parts) && collect(node.under, -power, parts);
    case "power": {
      const raised = wholeNumber(node.exponent);
      return node.base.kind === "symbol" && raised !== null && addUnit(node.base.name, power * raised, parts);
    }
    case "symbol":
      return addUnit(node.name, power, parts);
    default:
      return false;
  }
}

function addUnit(letter: string, power: number, parts: Parts): boolean {
  const unit = /^(?:[mshglLNJWKVAC]|Omega)$/.test(letter) ? unitOf(letter) : null;
  if (unit !== null) parts.units.push(power === 1 ? unit.name : `${unit.name}^${power}`);
  return unit !== null;
}

function wholeNumber(node: Expression): number | null {
  if (node.kind === "negative") {
    const of = wholeNumber(node.of);
    return of === null ? null : -of;
  }
  return node.kind === "number" && node.value.den === 1n && node.value.num <= 9n
    ? Number(node.value.num)
    : null;
}
