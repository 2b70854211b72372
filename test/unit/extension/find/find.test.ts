import { describe, expect, it } from "vitest";
import { wholeFile, type Facet } from "../../../../src/core/query.ts";
import { facetItems } from "../../../../src/extension/find/facetItems.ts";
import { fieldsOf } from "../../../../src/extension/find/fields.ts";
import { hitItem, searchTitle } from "../../../../src/extension/find/hitItem.ts";

describe("Entries of the lists that find rows", () => {
  it("are conditions under their facets, with their counts once they are there", () => {
    const condition = { kind: "outcome", is: "wrong" } as const;
    const facets = [{ title: "Outcome", values: [{ title: "wrong", condition, rows: 1204 }] }];
    expect(facetItems(facets, [], true)).toEqual([
      { heading: true, label: "Outcome" },
      { heading: false, label: "wrong", description: "1,204 rows", key: "outcome=wrong", condition },
    ]);
    const described = (some: readonly Facet[]): unknown =>
      facetItems(some, [], false).find(({ label }) => label === "wrong");
    expect(described([])).toMatchObject({ description: "" });
    expect(described(facets)).toMatchObject({ description: "1,204+ rows" });
  });

  it("are found rows on one line each, in which nothing becomes an icon", () => {
    const hit = { field: "steps.1", excerpt: " so $(check)\n 2 apples", start: 4, end: 5 };
    const { label, description, detail } = hitItem(1233, hit);
    expect([label, description]).toEqual(["Row 1,234", "steps.1"]);
    expect(detail).not.toContain("$(check)");
    expect(detail).toMatch(/^so .*\(check\) 2 apples$/u);
    expect(hitItem(0, null)).toEqual({ label: "Row 1", description: "", detail: "" });
  });

  it("say in their title how they search", () => {
    const query = { ...wholeFile, text: "a", regex: true, field: "steps" };
    const state = {
      query,
      whole: false,
      found: 2,
      shown: 2,
      looked: 9,
      rows: 9,
      counted: 0,
      running: false,
      error: null,
    };
    expect(searchTitle("a.jsonl", query, state)).toBe(
      "Search in a.jsonl (in steps, regular expression): 2 rows found",
    );
    expect(searchTitle("a.jsonl", wholeFile, state)).toBe("Search in a.jsonl");
  });

  it("are the fields of the first rows, with those that hold them", () => {
    const raws = [
      '{"id":1,"label":{"steps":[{"text":"a"},{"text":"b"}]}}',
      "not JSON",
      '{"id":2,"note":"x"}',
    ];
    expect(fieldsOf(raws)).toEqual(["id", "label", "label.steps", "label.steps.text", "note"]);
  });
});
