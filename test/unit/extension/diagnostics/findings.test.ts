import { describe, expect, it } from "vitest";
import { describeCounts, describeFinding } from "../../../../src/extension/diagnostics/describe.ts";
import { Findings } from "../../../../src/extension/diagnostics/findings.ts";
import { applyFixes, fixesOf } from "../../../../src/extension/diagnostics/fixes.ts";
import { acrossRows } from "../../../../src/extension/diagnostics/rowCheck.ts";
import { checkLimit } from "../../../../src/extension/settings.ts";
import { rules, type CheckFinding } from "../../../../src/pipeline/check/index.ts";

function finding(row: number | null, rule: string, more: Partial<CheckFinding> = {}): CheckFinding {
  const line = row === null ? null : row + 1;
  return {
    ...{ rule, severity: "warning", row, line, trace: null, step: null, message: "Wrong.", fix: null },
    ...more,
  };
}

describe("Findings", () => {
  it("gives them by row, whatever order they came in, and the worst first", () => {
    const findings = new Findings();
    for (const one of [
      finding(5, "a"),
      finding(2, "b", { severity: "info" }),
      finding(null, "c"),
      finding(2, "d", { severity: "error" }),
    ])
      findings.add(one);
    expect(findings.all().map(({ rule }) => rule)).toEqual(["c", "b", "d", "a"]);
    expect(findings.worst(3).map(({ rule }) => rule)).toEqual(["d", "c", "a"]);
  });

  it("holds ten thousand and counts the rest; room that a row gives back is used again", () => {
    const findings = new Findings();
    for (let row = 0; row < 10_005; row++) findings.add(finding(row, row < 3 ? "rare" : "often"));
    expect(findings.all().length).toBe(10_000);
    expect(findings.counts()).toEqual([
      ["often", 10_002],
      ["rare", 3],
    ]);
    findings.replace(0, []);
    findings.add(finding(20_000, "rare"));
    expect(findings.of(20_000).length).toBe(1);
  });
});

describe("A finding in words", () => {
  it.each([
    [{}, 6, "Wrong."],
    [{ step: 2 }, 6, "Step 3: Wrong."],
    [{ trace: 0, step: 2 }, 6, "Step 3: Wrong."],
    [{ trace: 1, step: 2 }, 6, "Trace 2, step 3: Wrong."],
    [{ line: null, step: 2 }, 0, "Row 7, step 3: Wrong."],
    [{ step: 2, message: "Step 3 is odd." }, 6, "Step 3 is odd."],
    [{ step: 2, message: "Not like step 31." }, 6, "Step 3: Not like step 31."],
  ])("%o", (more, line, message) => {
    expect(describeFinding(finding(6, "a", more))).toMatchObject({ line, message });
  });

  it("has no place for the dataset as a whole", () => {
    expect(describeFinding(finding(null, "length-bias"))).toMatchObject({ line: 0, place: null });
    expect(describeFinding(finding(6, "a", { trace: 1, step: 0 })).place).toEqual({
      row: 6,
      trace: 1,
      step: 0,
    });
  });

  it("sums up by rule", () => {
    expect(describeCounts([])).toBe("nothing found");
    expect(describeCounts([["a", 1]])).toBe("1 finding: a 1");
    expect(
      describeCounts([
        ["b", 1200],
        ["a", 1],
      ]),
    ).toBe("1,201 findings: b 1,200, a 1");
  });
});

describe("Fixes", () => {
  const change = (step: number) => ({ kind: "stepText", trace: 0, step, text: "x" }) as const;
  const fixable = (row: number, step: number) =>
    finding(row, "a", { fix: { title: "Do it", changes: [change(step)] } });

  it("are the findings' that edits can do", () => {
    const all = [fixable(1, 0), finding(2, "b"), finding(3, "c", { fix: { title: "Nothing", changes: [] } })];
    expect(fixesOf(all)).toMatchObject([{ title: "Do it", finding: { row: 1 } }]);
  });

  it("are applied from the last to the first, and those refused are told", async () => {
    const done: string[] = [];
    const result = await applyFixes(fixesOf([fixable(1, 0), fixable(1, 1), fixable(2, 0)]), (row, one) => {
      if (row === 2) return Promise.reject(new Error("read-only"));
      done.push(`${row}/${one.kind === "stepText" ? one.step : ""}`);
      return Promise.resolve();
    });
    expect(done).toEqual(["1/1", "1/0"]);
    expect(result).toEqual({ applied: 2, refused: [{ row: 2, error: new Error("read-only") }] });
  });
});

describe("What the check in the editor stands on", () => {
  it("names rules that there are", () => {
    expect([...acrossRows].filter((name) => !rules.some((rule) => rule.name === name))).toEqual([]);
  });

  it.each([
    [{}, 20_000],
    [{ "check.enabled": false }, null],
    [{ "check.maxRows": 5 }, 5],
    [{ "check.maxRows": -1 }, 20_000],
    [{ "check.maxRows": "many" }, 20_000],
  ])("reads the settings %o", (settings: Record<string, unknown>, limit) => {
    expect(checkLimit((name) => settings[name])).toBe(limit);
  });
});
