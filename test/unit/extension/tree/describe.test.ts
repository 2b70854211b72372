import { describe, expect, it } from "vitest";
import { rowState } from "../../../../src/extension/editor/facts.ts";
import { describeProblem, describeStep, describeTrace } from "../../../../src/extension/tree/describe.ts";
import type { RowState } from "../../../../src/protocol/traceEditor.ts";
import { fakeSession, processBench } from "../fakeSession.ts";

async function state(row: unknown): Promise<RowState> {
  return rowState(await fakeSession([row]).row(0));
}

describe("describeProblem", () => {
  it("shows number, problem and the lone trace's answer and first error", async () => {
    const { label, description, icon, context } = describeProblem(
      await state(processBench(1, ["1 + 2 = 4", "So \\boxed{4}"], 0)),
    );
    expect(label).toBe("1  What is 1 + 2?");
    expect(description).toContain("4 · first error: step 1");
    expect(icon.icon).toBe("error");
    expect(context).toBe("problem editable");
  });

  it("shows a row that can't be read, with the reason", async () => {
    const { description, tooltip, icon } = describeProblem(await state("not json"));
    expect(description).toBe("can’t be read");
    expect(tooltip).toContain("not JSON");
    expect(icon.icon).toBe("warning");
  });

  it("says how many of several traces are right", async () => {
    const right = await state(processBench(1, ["1 + 2 = 3", "So \\boxed{3}"], -1, true));
    const row = right.row!;
    const two: RowState = {
      ...right,
      row: { ...row, traces: [row.traces[0]!, row.traces[0]!] },
      facts: [right.facts[0]!, { ...right.facts[0]!, outcome: "wrong" }],
    };
    expect(describeProblem(two)).toMatchObject({ description: "1/2 right", icon: { icon: "color-mode" } });
    const facts = two.facts.map((one) => ({ ...one, outcome: "unknown" as const }));
    expect(describeProblem({ ...two, facts })).toMatchObject({ description: "2 traces" });
  });

  it("marks rows that have a win, not those whose win is empty", async () => {
    const one = await state(processBench(1, ["a"], 0));
    const words = (win: string | null): string => {
      const pair = { trace: 0, step: 0, prefix: "", lose: "a", run: null, from: "row", win } as const;
      return describeProblem({ ...one, row: { ...one.row!, pairs: [pair] } }).description;
    };
    expect(words("b")).toContain("s_win");
    expect([words(""), words(" "), words(null)].join()).not.toContain("s_win");
  });

  it("marks edited and read-only rows", async () => {
    const one = await state(processBench(1, ["a"], -1));
    expect(describeProblem({ ...one, edited: true, readOnly: "gzip" })).toMatchObject({
      context: "problem readonly",
    });
    expect(describeProblem({ ...one, edited: true }).description).toContain("edited");
  });
});

describe("describeStep", () => {
  it("marks the first error, labels, and false equations", async () => {
    const { row, facts } = await state(processBench(1, ["Step 1: fine", "1 + 2 = 4"], 1));
    const arithmetic = facts[0]!.arithmetic.filter((finding) => finding.step === 1);
    expect(describeStep(row!, 0, 1, arithmetic, true)).toMatchObject({
      icon: { icon: "error" },
      context: "step editable",
    });
    expect(describeStep(row!, 0, 1, arithmetic, true).description).toContain(
      "first error · 1 + 2 = 4 is false",
    );
    expect(describeStep(row!, 0, 0, [], false)).toMatchObject({
      label: "1  fine",
      description: "correct",
      icon: { icon: "check" },
      context: "step readonly",
    });
  });

  it("throws where there is no such step", async () => {
    const { row } = await state(processBench(1, ["a"], -1));
    expect(() => describeStep(row!, 0, 5, [], true)).toThrow("There is no step 6");
  });
});

describe("describeTrace", () => {
  it("names a nameless trace by its number", async () => {
    const { row, facts } = await state(processBench(1, ["So \\boxed{4}"], 0));
    expect(describeTrace({ ...row!.traces[0]!, name: "" }, facts[0]!, 2)).toMatchObject({
      label: "Trace 3",
      context: "trace",
    });
  });
});
