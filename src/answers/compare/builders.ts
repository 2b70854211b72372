import { symbols, withSymbols, type Expression } from "../expression.ts";
import { progressionIn, sameProgression } from "./progressions.ts";
import { compareAsSets } from "./realsets.ts";
import { same } from "./same.ts";
import { different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

type Builder = Extract<Expression, { kind: "builder" }>;

/** A set by a condition, its own letters under names that no answer uses. */
interface Bound {
  readonly element: Expression;
  /** Where the element comes from, {x ∈ S | ...}; null where it is not said, or is ℝ. */
  readonly within: Expression | null;
  readonly condition: Expression;
  readonly names: readonly string[];
}

/**
 * Compares two sets by a condition, whatever letters they are written with: as sets of real numbers, by equal elements under equal
 * conditions, or as what goes through the whole numbers.
 */
export function compareBuilders(gold: Builder, pred: Builder, context: Context): Verdict {
  const sets = compareAsSets(gold, pred, context);
  if (sets !== null) return sets;
  const [a, b] = [bound(gold), bound(pred)];
  const doubt = unsure("not comparable: sets by other conditions");
  if (a.names.length !== b.names.length) return doubt;
  const counted = comparePassed(a, b, context);
  if (counted !== null) return counted;
  const [elements, conditions] = [
    same(a.element, b.element, context),
    same(a.condition, b.condition, context),
  ];
  if (!sameOrigin(a, b, context)) return doubt;
  if (elements.equal === true && conditions.equal === true) return equal("equal as sets by their conditions");
  const plain = elements.equal === true && isPlain(a.element) && isPlain(b.element);
  const single = a.condition.kind === "relation" && b.condition.kind === "relation";
  return plain && single && conditions.equal === false ? different("sets by different conditions") : doubt;
}

function bound(node: Builder): Bound {
  const from = node.element.kind === "relation" && node.element.signs.join() === "in" ? node.element : null;
  const [element = node.element, within] = from === null ? [node.element] : from.sides;
  const given = symbols(node.condition);
  const names = [...symbols(element)].filter((name) => given.has(name) || from !== null);
  const rename = (part: Expression): Expression =>
    withSymbols(part, (name) =>
      names.includes(name) ? { kind: "symbol", name: `·${names.indexOf(name)}` } : undefined,
    );
  const isReals = within?.kind === "symbol" && within.name === "ℝ";
  return {
    element: rename(element),
    within: within === undefined || isReals ? null : within,
    condition: rename(node.condition),
    names,
  };
}

function sameOrigin(a: Bound, b: Bound, context: Context): boolean {
  if (a.within === null || b.within === null) return a.within === b.within;
  return same(a.within, b.within, context).equal === true;
}

/** A letter, or a point of letters: nothing that two different conditions could lead to alike. */
function isPlain(element: Expression): boolean {
  if (element.kind === "symbol") return true;
  return element.kind === "bracketed" && element.items.every((item) => item.kind === "symbol");
}

/** {2k + 1 | k ∈ ℤ} with {2k - 1 | k ∈ ℤ}; null where not both go through the whole numbers. */
function comparePassed(a: Bound, b: Bound, context: Context): Verdict | null {
  if (!isWhole(a) || !isWhole(b)) return null;
  const [left, right] = [a, b].map(({ element }) => progressionIn(element, "·0", context));
  if (left === undefined || right === undefined || left === null || right === null) return null;
  return sameProgression(left, right) ? equal("equal for every whole number") : different("other numbers");
}

function isWhole({ names, condition, element }: Bound): boolean {
  if (names.length !== 1 || symbols(element).size !== 1 || condition.kind !== "relation") return false;
  const [of, within, more] = condition.sides;
  return (
    condition.signs.join() === "in" &&
    of?.kind === "symbol" &&
    within?.kind === "symbol" &&
    /^[ℤZ]$/.test(within.name) &&
    more === undefined
  );
}
