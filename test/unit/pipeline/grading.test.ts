import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/core/model.ts";
import { Grading, type GradedTrace } from "../../../src/pipeline/grading.ts";

function traces(row: number, ...of: readonly [equal: boolean | null, stated: Outcome][]): GradedTrace[] {
  return of.map(([equal, stated], trace) => ({
    row,
    trace,
    gold: "1",
    extracted: "1",
    normalized: { gold: "1", pred: "1" },
    equal,
    reason: "",
    stated,
    disagree: false,
  }));
}

describe("Grading", () => {
  it("holds the first grading against what the file states", () => {
    const grading = new Grading(null);
    grading.add(traces(0, [true, "right"], [true, "wrong"], [false, "unknown"]));
    grading.add([]);
    grading.add(traces(2, [null, "right"]));
    expect(grading.flips).toEqual([
      { row: 0, trace: 1, before: "wrong", now: "right" },
      { row: 2, trace: 0, before: "right", now: "unknown" },
    ]);
    expect(grading.counts).toEqual({ right: 2, wrong: 1, unknown: 1 });
    expect(grading.toString()).toBe("rrw\n\n?");
  });

  it("holds later ones against the last, rows and traces that are new left out", () => {
    const grading = new Grading("rrw\n\n?");
    grading.add(traces(0, [true, "wrong"], [false, "right"], [false, "right"], [true, "wrong"]));
    grading.add(traces(1, [true, "wrong"]));
    grading.add(traces(2, [null, "right"]));
    grading.add(traces(3, [true, "wrong"]));
    expect(grading.flips).toEqual([{ row: 0, trace: 1, before: "right", now: "wrong" }]);
  });
});
