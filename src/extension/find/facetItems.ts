import { listedFacets } from "../../core/facets.ts";
import type { Condition, Facet } from "../../core/query.ts";
import { conditionKey } from "../../core/queryWords.ts";
import { counted } from "../tree/ranges.ts";

/** An entry of a list of conditions: a heading, or a condition. */
export type FacetItem =
  | { readonly heading: true; readonly label: string }
  | {
      readonly heading: false;
      readonly label: string;
      /** The number of rows, for people; empty while it is being counted. */
      readonly description: string;
      readonly key: string;
      readonly condition: Condition;
    };

/** Conditions to choose from, under their facets. @param facets null while they are being counted */
export function facetItems(
  facets: readonly Facet[] | null,
  chosen: readonly Condition[],
): readonly FacetItem[] {
  return listedFacets(facets, chosen).flatMap((facet) => [
    { heading: true, label: facet.title } as const,
    ...facet.values.map(({ title, rows, condition }) => ({
      heading: false as const,
      label: title,
      description: rows === null ? "" : counted(rows, "row"),
      key: conditionKey(condition),
      condition,
    })),
  ]);
}
