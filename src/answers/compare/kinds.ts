import type { Expression } from "../expression.ts";
import { measureOf, normalUnit } from "../read/units.ts";
import { same } from "./same.ts";
import { all, type Context, type Verdict } from "./verdict.ts";

/** The number of each kind of thing in a list such as "6 red, 4 blue"; null when it is none, or names a kind twice. */
function countsOf(items: readonly Expression[]): Map<string, Expression> | null {
  const counts = new Map<string, Expression>();
  for (const item of items) {
    const [kind, count] = countOf(item);
    if (kind === "" || count === null || counts.has(kind)) return null;
    counts.set(kind, count);
  }
  return counts.size > 1 ? counts : null;
}

function countOf(item: Expression): readonly [kind: string, count: Expression | null] {
  if (item.kind === "quantity") return [measureOf(item.unit) === null ? lastWord(item.unit) : "", item.value];
  const [name, value, more] = partsOf(item);
  return name?.kind === "text" && value !== undefined && more === undefined
    ? [lastWord(normalUnit(name.text)), value]
    : ["", null];
}

/** The name and the value of "mean = 5", "mean: 5" and "mean 5". */
function partsOf(item: Expression): readonly Expression[] {
  if (item.kind === "relation") return item.sides;
  if (item.kind === "ratio") return item.parts;
  return item.kind === "product" ? item.factors : [];
}

/** "red" of "red balls" is what tells kinds apart, unless it is all there is. */
function lastWord(words: string): string {
  return words.replace(/ (?:ball|marble|bead|coin|card|ticket|bill|stamp|egg|sock|shirt|pen)$/, "");
}

/** Compares numbers of the same kinds of things, in any order; null when the two are not that. */
export function compareCounts(
  gold: readonly Expression[],
  pred: readonly Expression[],
  context: Context,
): Verdict | null {
  const [a, b] = [countsOf(gold), countsOf(pred)];
  if (a === null || b === null || a.size !== b.size || ![...a.keys()].every((kind) => b.has(kind)))
    return null;
  const parts = [...a].map(([kind, count]) => same(count, b.get(kind) ?? count, context));
  return all(parts, "equal numbers of each kind");
}
