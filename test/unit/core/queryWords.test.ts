import { describe, expect, it } from "vitest";
import { knownFacets, listedFacets, rowsTitle } from "../../../src/core/facets.ts";
import { wholeFile, type Condition, type Query } from "../../../src/core/query.ts";
import {
  allOrders,
  conditionKey,
  conditionTitle,
  orderTitle,
  queryTitle,
  sameQuery,
} from "../../../src/core/queryWords.ts";

const query = (change: Partial<Query>): Query => ({ ...wholeFile, ...change });
const wrong: Condition = { kind: "outcome", is: "wrong" };
const source: Condition = { kind: "field", path: "source", value: "gsm8k" };

describe("A query's title", () => {
  it.each<[Partial<Query>, string]>([
    [{}, ""],
    [{ conditions: [wrong] }, "wrong"],
    [{ conditions: [wrong, { kind: "no-win" }, source] }, "wrong · no s_win · source: gsm8k"],
    [
      {
        conditions: [
          wrong,
          source,
          { kind: "outcome", is: "unknown" },
          { kind: "field", path: "source", value: "MATH" },
        ],
      },
      "wrong or unknown · source: gsm8k or MATH",
    ],
    [
      { conditions: ["1", "2", "3", "4"].map((value) => ({ kind: "field", path: "level", value })) },
      "level: 1 or 2 or 2 more",
    ],
    [
      { conditions: [{ kind: "label", is: "incorrect" }, { kind: "unlabelled" }] },
      "label incorrect or unlabelled",
    ],
    [{ text: "two\n apples", field: "steps" }, "“two apples” in steps"],
    [{ text: "a+", regex: true, conditions: [{ kind: "unlabelled" }] }, "/a+/ · unlabelled"],
    [{ sort: "steps", descending: true }, "Steps, most first"],
    [{ descending: true }, "File order, last row first"],
    [{ text: "x".repeat(50) }, `“${"x".repeat(31)}…”`],
  ])("of %j is %j", (change, title) => {
    expect(queryTitle(query(change))).toBe(title);
  });

  it("names each condition and each order differently", () => {
    const labels = (["correct", "neutral", "incorrect"] as const).map(
      (is) => ({ kind: "label", is }) as const,
    );
    const all: Condition[] = [wrong, { kind: "outcome", is: "right" }, ...labels, { kind: "win" }, source];
    expect(new Set(all.map(conditionTitle)).size).toBe(all.length);
    expect(new Set(all.map(conditionKey)).size).toBe(all.length);
    expect(new Set(allOrders.map(orderTitle)).size).toBe(allOrders.length);
  });
});

describe("Two queries are the same", () => {
  it.each<[Partial<Query>, Partial<Query>, boolean]>([
    [{ text: "a" }, { text: "a" }, true],
    [{ text: "a" }, { text: "A" }, false],
    [{ text: "a" }, { text: "a", regex: true }, false],
    // How nothing is looked for makes no difference.
    [{ regex: true, field: "steps" }, {}, true],
    [{ conditions: [wrong, source] }, { conditions: [source, wrong] }, true],
    [{ conditions: [wrong] }, {}, false],
    [{ descending: true }, {}, false],
  ])("%j and %j: %j", (a, b, same) => {
    expect(sameQuery(query(a), query(b))).toBe(same);
  });
});

describe("Listed facets", () => {
  const counted = [{ title: "Outcome", values: [{ title: "wrong", condition: wrong, rows: 7 }] }];

  it("are there before they are counted", () => {
    const facets = listedFacets([], [], false);
    expect(facets.map(({ title }) => title)).toEqual(["Outcome", "Label", "Disagreement", "s_win", "Row"]);
    expect(facets.flatMap(({ values }) => values).every(({ rows }) => rows === null)).toBe(true);
  });

  it("have the counts once they are there", () => {
    expect(listedFacets(counted, [wrong], true)).toEqual(counted);
  });

  it("have the counts so far in their places, and fields after them", () => {
    const field = { title: "source", values: [{ title: "gsm8k", condition: source, rows: 2 }] };
    const facets = listedFacets([...counted, field], [], false);
    expect(facets.map(({ title }) => title)).toEqual([...knownFacets.map(({ title }) => title), "source"]);
    expect(facets[0]?.values.map(({ rows }) => rows)).toEqual([null, 7, null]);
    expect([rowsTitle(1204, false), rowsTitle(1204, true), rowsTitle(null, false)]).toEqual([
      "1,204+",
      "1,204",
      "",
    ]);
  });

  it("have what is chosen, though no row has it", () => {
    const edited: Condition = { kind: "edited" };
    expect(listedFacets(counted, [{ kind: "outcome", is: "right" }, edited, source], true)).toEqual([
      {
        title: "Outcome",
        values: [
          ...counted[0]!.values,
          { title: "right", condition: { kind: "outcome", is: "right" }, rows: 0 },
        ],
      },
      { title: "Row", values: [{ title: "edited", condition: edited, rows: 0 }] },
      { title: "source", values: [{ title: "gsm8k", condition: source, rows: 0 }] },
    ]);
  });
});
