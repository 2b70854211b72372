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
  /** Null while it is being counted. */
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
 */
export function listedFacets(
  counted: readonly Facet[] | null,
  chosen: readonly Condition[],
): readonly ListedFacet[] {
  const facets: readonly ListedFacet[] =
    counted ??
    knownFacets.map(({ title, values }) => ({
      title,
      values: values.map((value) => ({ ...value, rows: null })),
    }));
  const rows = counted === null ? null : 0;
  const listed = (condition: Condition) =>
    facets.some(({ values }) => values.some((value) => sameCondition(value.condition, condition)));
  return chosen
    .filter((condition) => !listed(condition))
    .reduce((all, condition) => withValue(all, { condition, ...wordsOf(condition), rows }), facets);
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
