import { compare, isInteger } from "../rational.ts";
import { inOtherUnits } from "./conversions.ts";
import { PLAIN, type Reading, evaluate, walk } from "./evaluate.ts";
import { type Circumstances, agreeUnder, floatNoise, fromRounded, literal, roundsTo } from "./rounding.ts";
import type { Node, Run } from "./syntax.ts";
import { type Value, isGiant, same } from "./value.ts";

/** How two sides compare: equal, equal when rounded, different, or not both calculable. */
export type Agreement = "equal" | "rounded" | "different" | "unknown";

/** Compares two sides: first as written, then in every other sense a person could mean. Symmetric in nothing: results stand right. */
export function compareSides(left: Run, right: Run, around: Circumstances): Agreement {
  const plain: Reading = { ...PLAIN, name: around.name, effort: around.effort };
  const l = evaluate(left.node, plain);
  const r = evaluate(right.node, plain);
  if (l === null || r === null) return "unknown";
  if (same(l, r)) return "equal";
  if (isGiant(l) || isGiant(r)) return "different";
  if (floatNoise(l, r, left.node, right.node)) return "rounded";
  if (roundsTo(l, r, right.node, plain, around)) return "rounded";
  if (left.doubtful || right.doubtful) return "unknown";
  if (isProportion(left, right)) return "unknown";
  if (fromRounded(left, right, plain, around)) return "rounded";
  if (inAnotherSense(left, right, plain, around)) return "equal";
  if (inOtherUnits(left, right, plain, l, r)) return "equal";
  return "different";
}

/** "1/4 = 5 students", "20% = 8": a part stands for a quantity. */
function isProportion(left: Run, right: Run): boolean {
  if (isAllPercent(right.node) && literal(left.node)?.number.percent === false) return true;
  if (!partOfWhole(left.node)) return false;
  if (left.node.type === "number" && !features(right.node).percent) return true;
  if (left.trailing > 0 && right.operators > 0) return true;
  const quantity = literal(right.node);
  return quantity !== null && !quantity.number.percent && isInteger(quantity.number.value);
}

/** "48 = 100% + 20%" */
function isAllPercent(node: Node): boolean {
  if (node.type === "binary") return isAllPercent(node.left) && isAllPercent(node.right);
  return (node.type === "number" && node.percent) || (node.type === "group" && isAllPercent(node.of));
}

function partOfWhole(node: Node): boolean {
  if (node.type === "number") return node.percent;
  if (node.type === "group") return partOfWhole(node.of);
  if (node.type !== "binary" || node.operator !== "/") return false;
  const top = literal(node.left);
  const bottom = literal(node.right);
  if (top === null || bottom === null) return false;
  return compare(top.number.value, bottom.number.value) < 0;
}

/** Percent signs and mixed numbers in their other senses. */
function inAnotherSense(left: Run, right: Run, plain: Reading, around: Circumstances): boolean {
  const seen = features(left.node, right.node);
  if (seen.mixed && agreeUnder({ ...plain, mixed: "product" }, left, right, around)) return true;
  if (!seen.percent) return false;
  if (agreeUnder({ ...plain, percent: "plain" }, left, right, around)) return true;
  if (agreeUnder({ ...plain, percent: "relative" }, left, right, around)) return true;
  return percentOnOneSide(left, right, plain, around);
}

/** "1/4 * 100 = 25%" and "0.25 * 100% = 25": one side counts in hundredths. */
function percentOnOneSide(left: Run, right: Run, plain: Reading, around: Circumstances): boolean {
  const unsigned: Reading = { ...plain, percent: "plain" };
  const readings: readonly (readonly [Reading, Reading])[] = [
    [unsigned, plain],
    [plain, unsigned],
  ];
  return readings.some(([first, second]) => {
    const l = evaluate(left.node, first);
    const r = evaluate(right.node, second);
    return l !== null && r !== null && (same(l, r) || roundsTo(l, r, right.node, second, around));
  });
}

function features(...nodes: readonly Node[]): { readonly percent: boolean; readonly mixed: boolean } {
  let percent = false;
  let mixed = false;
  for (const node of nodes) {
    walk(node, (part) => {
      percent ||= part.type === "percent" || (part.type === "number" && part.percent);
      mixed ||= part.type === "mixed";
    });
  }
  return { percent, mixed };
}

/** Whether a value is the number a side starts with: "5 * 3 = 15 + 2 = 17" runs on from 15. */
export function startsWith(node: Node, value: Value): boolean {
  let part = node;
  while (part.type === "binary") {
    const share = part.operator === "of" ? evaluate(part.left, PLAIN) : null;
    if (share !== null && same(share, value)) return true;
    part = part.left;
  }
  return part !== node && part.type === "number" && same(part.value, value);
}
