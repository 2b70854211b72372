import { describe, expect, it } from "vitest";
import { wholeFile, type ViewState } from "../../../../src/core/query.ts";
import { describeEmpty, describeHit, describeView } from "../../../../src/extension/tree/describeView.ts";
import type { Description } from "../../../../src/extension/tree/describe.ts";

const state = (change: Partial<ViewState>): ViewState => ({
  ...{ query: { ...wholeFile, conditions: [{ kind: "outcome", is: "wrong" }] }, whole: false },
  ...{
    found: 1204,
    shown: 1204,
    looked: 374_000,
    rows: 374_000,
    counted: 374_000,
    running: false,
    error: null,
  },
  ...change,
});

describe("What a dataset's node says of its view", () => {
  it.each<[Partial<ViewState>, string | null]>([
    [{ whole: true, query: wholeFile }, null],
    [{}, "wrong · 1,204 of 374,000 rows"],
    [{ running: true, looked: 187_001 }, "wrong · 1,204 found, 50%"],
    [{ running: true, looked: 0, rows: 0, found: 0 }, "wrong · 0 found, 0%"],
    [{ looked: 37_400 }, "wrong · 1,204 found, stopped at 10%"],
    [{ error: "The pattern can't be used." }, "wrong · not searched"],
    [{ query: { ...wholeFile, sort: "length" }, found: 374_000 }, "Length, shortest first · 374,000 rows"],
  ])("%j: %j", (change, words) => {
    expect(describeView(state(change))).toBe(words);
  });

  it("says in place of rows why there are none", () => {
    expect(describeEmpty(state({}))).toBeNull();
    expect(describeEmpty(state({ found: 0, shown: 0, running: true, looked: 3740 }))?.message).toBe(
      "Searching … 1%",
    );
    expect(describeEmpty(state({ found: 0, running: true, looked: 3740 }))).toBeNull();
    expect(describeEmpty(state({ found: 0 }))?.message).toBe("No rows found: wrong");
    expect(describeEmpty(state({ found: 0, looked: 3740 }))?.message).toContain(
      "in the first 1% of the file",
    );
    expect(describeEmpty(state({ error: "It can't be used." }))).toEqual({
      message: "It can't be used.",
      icon: "warning",
    });
  });
});

describe("A found row", () => {
  const description: Description = {
    ...{ label: "12  Tom has", description: "42", tooltip: "", icon: { icon: "pass", color: null } },
    context: "problem",
  };

  it("shows the match where a narrow sidebar shows it, highlighted", () => {
    const excerpt = "There are many words before the\n muffins that she baked. ";
    const start = excerpt.indexOf("muffins");
    const hit = describeHit(description, 1233, { field: "steps.0", excerpt, start, end: start + 7 });
    expect(hit.label).toBe("1,234  …rds before the muffins that she baked.");
    const [[from, to] = [0, 0]] = hit.highlights ?? [];
    expect(hit.label.slice(from, to)).toBe("muffins");
    expect(hit.description).toBe("steps.0 · 42");
  });

  it("shows a match over a line's end as one line", () => {
    const hit = describeHit(description, 0, { field: null, excerpt: "a\n\nb", start: 0, end: 4 });
    expect([hit.label, hit.highlights, hit.description]).toEqual(["1  a b", [[3, 6]], "42"]);
  });
});
