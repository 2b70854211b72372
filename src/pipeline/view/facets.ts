import type { Condition, Facet, FacetValue } from "../../core/query.ts";
import type { FactTable } from "./factTable.ts";
import type { flagNames } from "./rowFacts.ts";

type Flag = (typeof flagNames)[number];

/** Facets by what rows mean, as people read them. */
const meanings: readonly {
  readonly title: string;
  readonly values: readonly {
    readonly title: string;
    readonly flag: Flag;
    readonly condition: Condition;
  }[];
}[] = [
  {
    title: "Outcome",
    values: (["right", "wrong", "unknown"] as const).map((is) => ({
      title: is,
      flag: `outcome=${is}` as const,
      condition: { kind: "outcome", is },
    })),
  },
  {
    title: "Label",
    values: [
      ...(["correct", "neutral", "incorrect"] as const).map((is) => ({
        title: is,
        flag: `label=${is}` as const,
        condition: { kind: "label", is } as const,
      })),
      { title: "unlabelled", flag: "unlabelled", condition: { kind: "unlabelled" } },
    ],
  },
  {
    title: "Disagreement",
    values: [
      { title: "file and grader", flag: "disagree", condition: { kind: "disagree" } },
      { title: "judge and rollouts", flag: "judge-disagrees", condition: { kind: "judge-disagrees" } },
    ],
  },
  {
    title: "s_win",
    values: [
      { title: "with", flag: "win", condition: { kind: "win" } },
      { title: "wrong, without", flag: "no-win", condition: { kind: "no-win" } },
    ],
  },
];

/** Facets of a dataset whose facts are all known; values that no row has are left out, and facets without values. */
export function facetsOf(table: FactTable, edited: number): readonly Facet[] {
  const facets = meanings.map(({ title, values }) => ({
    title,
    values: values.map(({ flag, ...value }) => ({ ...value, rows: table.count(flag) })),
  }));
  const state: Facet = {
    title: "Row",
    values: [
      { condition: { kind: "edited" }, title: "edited", rows: edited },
      { condition: { kind: "unreadable" }, title: "unreadable", rows: table.count("unreadable") },
    ],
  };
  return [...facets, state].map(withRows).filter((facet) => facet.values.length > 0);
}

function withRows({ title, values }: Facet): Facet {
  return { title, values: values.filter((value: FacetValue) => value.rows > 0) };
}
