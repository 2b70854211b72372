import type { Expression } from "../expression.ts";
import { show } from "../show.ts";
import { compareCounts } from "./kinds.ts";
import { same } from "./same.ts";
import { labelled, stem } from "./labels.ts";
import { all, different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

type Items = readonly Expression[];

/** The most items whose order is let go: matching them takes time that grows with the square. */
const LARGEST_UNORDERED = 64;

/** Compares items one by one in their order. */
export function compareOrdered(gold: Items, pred: Items, context: Context, as: string): Verdict {
  if (gold.length !== pred.length) return different(`${gold.length} items against ${pred.length}`);
  return all(
    gold.map((item, index) => same(item, pred[index] ?? item, context)),
    `equal as ${as}`,
  );
}

/** Compares items in any order, each matched to another of its own; in a set, repeated items count once. */
export function compareUnordered(gold: Items, pred: Items, context: Context, as: string): Verdict {
  if (gold.length > LARGEST_UNORDERED || pred.length > LARGEST_UNORDERED)
    return compareOrdered(gold, pred, context, as);
  const [left, right] =
    gold.length === pred.length ? [gold, pred] : [distinct(gold, context), distinct(pred, context)];
  if (left.length !== right.length) return different(`${left.length} items against ${right.length}`);
  return matched(left, right, context) ?? equal(`equal as ${as}`);
}

/** Takes out equal pairs. What is left over must at least be doubtful on both sides. Null when nothing is left. */
function matched(left: Items, right: Items, context: Context): Verdict | null {
  const free = [...right];
  const alone = left.filter((item) => {
    const index = free.findIndex((other) => same(item, other, context).equal === true);
    if (index >= 0) free.splice(index, 1);
    return index < 0;
  });
  if (alone.length === 0) return null;
  const doubtful = new Set<Expression>();
  let doubt: Verdict | null = null;
  for (const item of alone) {
    for (const other of free) {
      const verdict = same(item, other, context);
      if (verdict.equal !== null) continue;
      doubt ??= verdict;
      doubtful.add(item).add(other);
    }
  }
  return doubt !== null && [...alone, ...free].every((item) => doubtful.has(item))
    ? doubt
    : different("an item has no match");
}

/** The most items of which repeats are looked for by comparing each with each. */
const LARGEST_COMPARED = 16;

function distinct(items: Items, context: Context): Items {
  const written = [...new Map(items.map((item) => [show(item), item])).values()];
  if (written.length > LARGEST_COMPARED) return written;
  const kept: Expression[] = [];
  for (const item of items)
    if (!kept.some((other) => same(item, other, context).equal === true)) kept.push(item);
  return kept;
}

/** Compares two lists, whose items may be labelled ("x = 1, y = 2") or bare, in any order unless labels or the caller say otherwise. */
export function compareLists(gold: Items, pred: Items, context: Context): Verdict {
  const counts = compareCounts(gold, pred, context);
  if (counts !== null) return counts;
  const [goldLabels, predLabels] = [labelsOf(gold), labelsOf(pred)];
  if (goldLabels !== null && predLabels !== null)
    return bothLabelled(gold, pred, goldLabels, predLabels, context);
  const [a, b] = [bare(gold), bare(pred)];
  const distinctLabels = [goldLabels, predLabels].some((labels) => labels !== null && !isOneFamily(labels));
  if (context.ordered || distinctLabels) return compareOrdered(a, b, context, "ordered lists");
  return compareUnordered(a, b, context, "lists");
}

function bothLabelled(
  gold: Items,
  pred: Items,
  goldLabels: Items,
  predLabels: Items,
  context: Context,
): Verdict {
  if (isOneFamily(goldLabels) && isOneFamily(predLabels))
    return compareUnordered(bare(gold), bare(pred), context, "lists");
  return compareUnordered(gold, pred, context, "labelled lists");
}

/** The labels when every item has one, or the first has one that the rest go without. */
function labelsOf(items: Items): Items | null {
  const found = items.map((item) => labelled(item)?.label ?? null);
  const [first] = found;
  if (first === undefined || first === null) return null;
  if (found.every((label) => label !== null)) return found;
  return found.slice(1).every((label) => label === null) &&
    !items.slice(1).some((item) => item.kind === "relation" || item.kind === "symbol")
    ? [first]
    : null;
}

/** Whether the labels are one letter, perhaps with indices: then they name the answers of one question in no order. */
function isOneFamily(labels: Items): boolean {
  const stems = new Set(labels.map(stem));
  return (
    stems.size === 1 &&
    !stems.has(null) &&
    !((labels.length > 1 && labels.some(isLongIndex)) || areTerms(labels))
  );
}

/** Different indices of a letter that is not the unknown of an equation: v_1 and v_2 are two things, x_1 and x_2 two roots. */
function areTerms(labels: Items): boolean {
  const names = labels.map((label) => (label.kind === "symbol" ? label.name : ""));
  return (
    new Set(names).size > 1 && names.every((name) => name.includes("_") && !/^(?:[xzt]|lambda)_/.test(name))
  );
}

/** An index that is a name of its own, such as 37 in a_37, and not the count of a root. */
function isLongIndex(label: Expression): boolean {
  return label.kind === "symbol" && !/^[^_]*(_[0-9])?$/.test(label.name);
}

/** Without labels; of B = C among statements neither is one. */
function bare(items: Items): Items {
  const statements = items.some((item) => item.kind === "symbol");
  return items.map((item) => {
    const value = labelled(item)?.value ?? item;
    return statements && value.kind === "symbol" ? item : value;
  });
}

/** A list against brackets: the same items in the same order are equal; in another order they are not. */
export function compareWithTuple(list: Items, tuple: Items, context: Context): Verdict {
  return compareOrdered(bare(list), bare(tuple), context, "tuples");
}

/** Compares matrices entry by entry. */
export function compareMatrices(gold: readonly Items[], pred: readonly Items[], context: Context): Verdict {
  if (gold.length !== pred.length) return different(`${gold.length} rows against ${pred.length}`);
  const rows = gold.map((row, index) => compareOrdered(row, pred[index] ?? [], context, "rows"));
  return rows.some((row) => row.equal === null) && !rows.some((row) => row.equal === false)
    ? unsure("an entry is not comparable")
    : all(rows, "equal as matrices");
}
