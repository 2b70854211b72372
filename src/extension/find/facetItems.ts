import { listedFacets, rowsTitle } from "../../core/facets.ts";
import type { Condition, Facet } from "../../core/query.ts";
import { conditionKey } from "../../core/queryWords.ts";
import { counted } from "../tree/ranges.ts";

/** An entry of a list of conditions: a heading, or a condition. */
export type FacetItem =
  | { readonly heading: true; readonly label: string }
  | {
      readonly heading: false;
      readonly label: string;
      /** The number of rows, for people; empty while none is counted yet. */
      readonly description: string;
      readonly key: string;
      readonly condition: Condition;
    };

/** Conditions to choose from, under their facets. @param sure false while rows are still being counted */
export function facetItems(
  facets: readonly Facet[],
  chosen: readonly Condition[],
  sure: boolean,
): readonly FacetItem[] {
  return listedFacets(facets, chosen, sure).flatMap((facet) => [
    { heading: true, label: facet.title } as const,
    ...facet.values.map(({ title, rows, condition }) => ({
      heading: false as const,
      label: title,
      description: rows === null ? "" : sure ? counted(rows, "row") : `${rowsTitle(rows, sure)} rows`,
      key: conditionKey(condition),
      condition,
    })),
  ]);
}
