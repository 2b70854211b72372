import type { Condition, Facet, FacetValue } from "./query.ts";
import { conditionTitle, sameCondition } from "./queryWords.ts";

/** A facet that every dataset has, whatever its fields. */
interface KnownFacet {
  readonly title: string;
  readonly values: readonly Omit<FacetValue, "rows">[];
}

/** Facets by what rows mean, as people read them, in the order shown. */
export const knownFacets: readonly KnownFacet[] = [
  {
    title: "Outcome",
    values: (["right", "wrong", "unknown"] as const).map((is) => ({
      title: is,
      condition: { kind: "outcome", is },
    })),
  },
  {
    title: "Label",
    values: [
      ...(["correct", "neutral", "incorrect"] as const).map((is) => ({
        title: is,
        condition: { kind: "label", is } as const,
      })),
      { title: "unlabelled", condition: { kind: "unlabelled" } },
    ],
  },
  {
    title: "Disagreement",
    values: [
      { title: "file and grader", condition: { kind: "disagree" } },
      { title: "judge and rollouts", condition: { kind: "judge-disagrees" } },
    ],
  },
  {
    title: "s_win",
    values: [
      { title: "with", condition: { kind: "win" } },
      { title: "wrong, without", condition: { kind: "no-win" } },
    ],
  },
  {
    title: "Row",
    values: [
      { title: "edited", condition: { kind: "edited" } },
      { title: "unreadable", condition: { kind: "unreadable" } },
    ],
  },
];

/** A value to choose in a list of facets. */
export interface ListedValue extends Omit<FacetValue, "rows"> {
  /** Null while none is counted yet. */
  readonly rows: number | null;
}

/** A facet as a list shows it. */
export interface ListedFacet {
  readonly title: string;
  readonly values: readonly ListedValue[];
}

/**
 * Facets as a list shows them: those that every dataset has while the counts are made, and what is chosen always, so
 * that it can be taken back where no row has it any more.
 * @param sure false while rows are still being counted
 */
export function listedFacets(
  counted: readonly Facet[],
  chosen: readonly Condition[],
  sure: boolean,
): readonly ListedFacet[] {
  const facets = sure ? counted : withKnown(counted);
  const rows = sure ? 0 : null;
  const listed = (condition: Condition) =>
    facets.some(({ values }) => values.some((value) => sameCondition(value.condition, condition)));
  return chosen
    .filter((condition) => !listed(condition))
    .reduce((all, condition) => withValue(all, { condition, ...wordsOf(condition), rows }), facets);
}

/** How many rows have a value, for people: "1,204+" while more may come. */
export function rowsTitle(rows: number | null, sure: boolean): string {
  return rows === null ? "" : `${rows.toLocaleString("en-US")}${sure ? "" : "+"}`;
}

/** Known values stand in their places, whether one is counted yet or not; fields follow. */
function withKnown(counted: readonly Facet[]): readonly ListedFacet[] {
  const values = counted.flatMap((facet) => facet.values);
  const rowsOf = (condition: Condition): number | null =>
    values.find((value) => sameCondition(value.condition, condition))?.rows ?? null;
  return [
    ...knownFacets.map((facet) => ({
      title: facet.title,
      values: facet.values.map((value) => ({ ...value, rows: rowsOf(value.condition) })),
    })),
    ...counted.filter((facet) => facet.values[0]?.condition.kind === "field"),
  ];
}

function wordsOf(condition: Condition): { facet: string; title: string } {
  if (condition.kind === "field") return { facet: condition.path, title: condition.value };
  for (const { title: facet, values } of knownFacets) {
    const known = values.find((value) => sameCondition(value.condition, condition));
    if (known !== undefined) return { facet, title: known.title };
  }
  return { facet: "Row", title: conditionTitle(condition) };
}

function withValue(
  facets: readonly ListedFacet[],
  { facet: title, ...value }: ListedValue & { facet: string },
): readonly ListedFacet[] {
  if (!facets.some((facet) => facet.title === title)) return [...facets, { title, values: [value] }];
  return facets.map((facet) => (facet.title === title ? { title, values: [...facet.values, value] } : facet));
}
