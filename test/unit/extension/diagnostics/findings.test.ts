import { describe, expect, it } from "vitest";
import { describeCounts, describeFinding } from "../../../../src/extension/diagnostics/describe.ts";
import { Findings } from "../../../../src/extension/diagnostics/findings.ts";
import { applyFixes, fixesOf } from "../../../../src/extension/diagnostics/fixes.ts";
import { listingOf, placeOn } from "../../../../src/extension/diagnostics/listing.ts";
import { checkLimit } from "../../../../src/extension/settings.ts";
import { checkOneRow, type CheckFinding } from "../../../../src/pipeline/check/index.ts";
import { fakeSession } from "../fakeSession.ts";

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
    expect(findings.shown(4).map(({ rule }) => rule)).toEqual(["d", "c", "a", "b"]);
    expect(findings.shown(3).map(({ rule }) => rule)).toEqual(["d", "c", "more-findings"]);
    expect(findings.shown(3).at(-1)?.message).toBe(
      "2 more findings are not listed here. In all: c 1, b 1, d 1, a 1.",
    );
  });

  it("shows rows that no format fits as one problem of the first of them, and holds them by row", () => {
    const findings = new Findings();
    for (let row = 1; row < 6; row++) findings.add(finding(row, "unreadable-row", { noFormat: true }));
    findings.add(finding(9, "other"));
    expect(findings.shown(2).map(({ row, rule, rows }) => [row, rule, rows])).toEqual([
      [1, "unreadable-row", 5],
      [9, "other", undefined],
    ]);
    expect(findings.shown(2)[0]?.message).toMatch(/^No format fits 5 rows \(2, 3, 4 and 2 more\)/u);
    for (const row of [1, 2]) findings.replace(row, []);
    expect(findings.shown(9).map(({ row }) => row)).toEqual([3, 4, 5, 9]);
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
    [{}, "Row 7: Wrong."],
    [{ step: 2 }, "Row 7, step 3: Wrong."],
    [{ trace: 0, step: 2 }, "Row 7, step 3: Wrong."],
    [{ trace: 1, step: 2 }, "Row 7, trace 2, step 3: Wrong."],
    [{ step: 2, message: "Step 3 is odd." }, "Row 7: Step 3 is odd."],
    [{ step: 2, message: "Not like step 31." }, "Row 7, step 3: Not like step 31."],
  ])("%o", (more, message) => {
    expect(describeFinding(finding(6, "a", more)).message).toBe(message);
  });

  it("has no place for the dataset as a whole", () => {
    expect(describeFinding(finding(null, "length-bias"))).toMatchObject({ message: "Wrong.", place: null });
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

describe("A listing of problems", () => {
  it("has a line for each below its heading, of the whole dataset first, then by row", () => {
    const findings = new Findings();
    for (const one of [
      finding(5, "a", { message: "In two\nlines." }),
      finding(2, "b", { severity: "error", step: 1 }),
      finding(null, "c", { severity: "info" }),
    ])
      findings.add(one);
    const listing = listingOf("t.jsonl", findings);
    expect(listing.text.split("\n")).toEqual([
      "Problems of t.jsonl",
      "info c: Wrong.",
      "error b: Row 3, step 2: Wrong.",
      "warning a: Row 6: In two lines.",
      "",
    ]);
    expect([0, 1, 2, 3, 4].map((line) => placeOn(listing, line)?.row)).toEqual([
      undefined,
      undefined,
      2,
      5,
      undefined,
    ]);
  });
});

describe("Fixes", () => {
  const pair = (chosen: string) => ({ prompt: "Add.\n", chosen, rejected: "It is 5." });
  const rows = [pair(" It is 4."), pair("It is\u200b 4."), pair(" It\u200b is 4.")];

  async function found(session: ReturnType<typeof fakeSession>): Promise<CheckFinding[]> {
    const all: CheckFinding[] = [];
    for (const view of await session.rows(0, rows.length)) all.push(...checkOneRow(view));
    return all;
  }

  it("are the findings' that edits can do, applied row by row", async () => {
    const session = fakeSession(rows);
    const fixes = fixesOf(await found(session));
    expect(fixes.map(({ finding }) => [finding.row, finding.rule])).toEqual([
      [0, "side-space"],
      [1, "invisible-characters"],
      [2, "side-space"],
      [2, "invisible-characters"],
    ]);
    const seen: number[] = [];
    const result = await applyFixes(fixes, {
      view: (row) => session.row(row),
      apply: async (row, change) => {
        await session.apply(row, change);
      },
      goOn: (done) => seen.push(done) > 0,
    });
    expect(result).toEqual({ applied: 4, refused: [] });
    expect(seen).toEqual([0, 1, 2]);
    expect(await found(session)).toEqual([]);
  });

  it("that are refused are told, and those not chosen are left", async () => {
    const session = fakeSession(rows);
    const fixes = fixesOf(await found(session)).filter(({ finding }) => finding.rule === "side-space");
    const result = await applyFixes(fixes, {
      view: (row) => session.row(row),
      apply: async (row, change) => {
        if (row === 0) throw new Error("read-only");
        await session.apply(row, change);
      },
      goOn: () => true,
    });
    expect(result).toEqual({ applied: 1, refused: [{ row: 0, error: new Error("read-only") }] });
    expect(JSON.parse(session.raws[2]!)).toEqual(pair("It\u200b is 4."));
  });

  it("end where the person stops them", async () => {
    const session = fakeSession(rows);
    const fixes = fixesOf(await found(session));
    const work = {
      view: (row: number) => session.row(row),
      apply: () => Promise.resolve(),
      goOn: () => false,
    };
    expect(await applyFixes(fixes, work)).toEqual({ applied: 0, refused: [] });
  });
});

describe("What the check in the editor stands on", () => {
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
