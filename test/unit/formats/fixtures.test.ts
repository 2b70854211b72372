import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyTextEdits, type Change } from "../../../src/core/change.ts";
import type { Label, Row, Trace } from "../../../src/core/model.ts";
import type { Format, JsonObject } from "../../../src/formats/format.ts";
import { formats, jsonEditsToTextEdits, recogniseRow } from "../../../src/formats/index.ts";
import { readOptions as options } from "../../support/readOptions.ts";

const folder = new URL("../../fixtures/formats/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
function lines(name: string): string[] {
  return readFileSync(new URL(name, folder), "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

function formatOf(raw: string): Format {
  const format = recogniseRow(JSON.parse(raw) as JsonObject);
  expect(format).not.toBeNull();
  return format!;
}

function read(raw: string, how = options): Row {
  return formatOf(raw).read(JSON.parse(raw) as JsonObject, how);
}

/** The row after a change, or null where it goes elsewhere or is refused. Checks that it can be undone. */
function change(raw: string, what: Change, how = options): string | null {
  const result = formatOf(raw).write(JSON.parse(raw) as JsonObject, what, how);
  if (result.kind !== "row") return null;
  const { text, inverse } = applyTextEdits(raw, jsonEditsToTextEdits(raw, result.edits));
  expect(applyTextEdits(text, inverse).text).toBe(raw);
  expect(formatOf(text).id).toBe(formatOf(raw).id);
  return text;
}

/** A row as a few lines that can be checked by eye. */
function shown(row: Row): unknown {
  return {
    problem: row.problem,
    gold: row.gold,
    traces: row.traces.map((trace) => ({
      ...{
        name: trace.name,
        outcome: trace.outcome,
        by: trace.outcomeBy,
        answer: trace.answer,
        fixed: trace.fixedSteps,
      },
      steps: trace.steps.map((step) => [step.label, step.by, step.value, step.text].join(" | ")),
    })),
    pairs: row.pairs,
    meta: row.meta.map((one) => `${one.name}: ${one.value}`),
  };
}

const labels: readonly (Label | null)[] = ["correct", "neutral", "incorrect", null];

/** All places of a row where a step can be named. */
function places(row: Row): { trace: number; step: number }[] {
  return row.traces.flatMap((trace, index) => trace.steps.map((_, step) => ({ trace: index, step })));
}

function labelsOf(trace: Trace | undefined): (Label | null)[] {
  return trace?.steps.map((step) => step.label) ?? [];
}

it("has a fixture for every format, and no other", () => {
  expect(files.map((name) => name.replace(".jsonl", "")).sort()).toEqual(
    formats.map((format) => format.id).sort(),
  );
  expect(new Set(formats.map((format) => format.id)).size).toBe(formats.length);
});

describe.each(files)("%s", (name) => {
  const rows = lines(name).map((raw, index) => [index + 1, raw] as const);

  it("is recognised and reads as expected", async () => {
    for (const [, raw] of rows) expect(formatOf(raw).id).toBe(name.replace(".jsonl", ""));
    const text = `${JSON.stringify(
      rows.map(([, raw]) => shown(read(raw))),
      null,
      2,
    )}\n`;
    await expect(text).toMatchFileSnapshot(
      new URL(name.replace(".jsonl", ".expected.json"), folder).pathname,
    );
  });

  it("has contiguous steps that give the trace", () => {
    for (const [, raw] of rows) {
      for (const trace of read(raw).traces) {
        expect(trace.steps.map((step) => step.text).join("")).toBe(trace.text);
        for (const step of trace.steps) expect(trace.text.slice(step.start, step.end)).toBe(step.text);
      }
    }
  });

  it.each(rows)("keeps each label in row %i", (_, raw) => {
    const format = formatOf(raw);
    for (const at of places(read(raw))) {
      for (const label of labels) {
        const text = change(raw, { kind: "label", ...at, label, by: "person" });
        if (text === null) throw new Error(`label ${label} refused`);
        const [before, after] = [labelsOf(read(raw).traces[at.trace]), labelsOf(read(text).traces[at.trace])];
        if (format.can.labels === "first-error") {
          firstErrorRule(before, after, at.step, label);
          continue;
        }
        expect(after).toEqual(before.map((old, step) => (step === at.step ? label : old)));
        // And again with provenance.
        const who = change(
          raw,
          { kind: "label", ...at, label, by: "judge:j" },
          { ...options, provenance: true },
        );
        const kept = read(who ?? raw).traces[at.trace]?.steps[at.step];
        expect(kept?.label).toBe(label);
        if (label !== null) expect([kept?.by, kept?.at]).toEqual(["judge:j", "2026-01-01T00:00:00Z"]);
      }
    }
  });

  it.each(rows)("keeps step texts in row %i, and labels with their steps", (_, raw) => {
    const row = read(raw);
    for (const { trace, step } of places(row)) {
      const marked = change(raw, { kind: "label", trace, step, label: "neutral", by: "person" }) ?? raw;
      const old = read(marked).traces[trace]!;
      const text = old.steps[step]!.text.replace(
        /\s*(?:<\/think>)?\s*$/u,
        (end) => ` Also "ünd" \\frac{1}{2}.${end}`,
      );
      const after = change(marked, { kind: "stepText", trace, step, text });
      if (after === null) throw new Error(`step ${step + 1} of trace ${trace + 1} refused`);
      const next = read(after).traces[trace]!;
      expect(next.steps.map((one) => one.text)).toEqual(
        old.steps.map((one, k) => (k === step ? text : one.text)),
      );
      expect(labelsOf(next)).toEqual(labelsOf(old));
    }
  });

  it.each(rows)("keeps win and lose in row %i, where it holds the pair", (_, raw) => {
    const row = read(raw);
    const [pair] = row.pairs;
    const holds = formatOf(raw).can.pair;
    if (pair === undefined || !holds) {
      for (const at of places(row).slice(0, 1)) {
        const win = { text: " w", continuation: null, run: null };
        expect(
          formatOf(raw).write(JSON.parse(raw) as JsonObject, { kind: "win", ...at, win }, options).kind,
        ).toBe("sidecar");
      }
      return;
    }
    const at = { trace: pair.trace ?? 0, step: pair.step };
    const won = change(
      raw,
      { kind: "win", ...at, win: { text: " new wïn", continuation: " new wïn\nStep 9: end", run: "r1" } },
      { ...options, provenance: true },
    );
    expect(read(won!).pairs[0]).toEqual({ ...pair, win: " new wïn", run: "r1" });
    const lost = change(raw, { kind: "lose", ...at, text: " new lose" });
    expect(read(lost!).pairs[0]).toEqual({ ...pair, lose: " new lose" });
    expect(read(lost!).traces[0]!.text).toBe(
      row.traces[0]!.text.slice(0, pair.prefix.length) +
        " new lose" +
        row.traces[0]!.text.slice(pair.prefix.length + pair.lose!.length),
    );
  });

  it.each(rows)("keeps gold and verdicts in row %i", (_, raw) => {
    const text = change(raw, { kind: "gold", answer: "42" });
    expect(read(text!).gold).toMatchObject({ answer: "42" });
    for (const [trace] of read(raw).traces.entries()) {
      for (const outcome of ["right", "wrong"] as const) {
        const judged = change(raw, { kind: "verdict", trace, outcome });
        expect(read(judged!).traces.map((one) => one.outcome)).toEqual(
          read(raw).traces.map((one, k) => (k === trace ? outcome : one.outcome)),
        );
      }
    }
  });

  it.each(rows)("takes back what it kept under step_dpo in row %i", (_, raw) => {
    if (raw.includes("step_dpo") || formatOf(raw).can.labels !== "none") return;
    for (const at of places(read(raw))) {
      const on = change(raw, { kind: "label", ...at, label: "neutral", by: "person" })!;
      const label = read(raw).traces[at.trace]!.steps[at.step]!.label;
      if (label === null) expect(change(on, { kind: "label", ...at, label: null, by: "person" })).toBe(raw);
    }
  });
});

/** FORMATS: only the earliest incorrect step counts; taking its mark off moves it to the next, or clears it. */
function firstErrorRule(
  before: readonly (Label | null)[],
  after: readonly (Label | null)[],
  step: number,
  label: Label | null,
): void {
  const first = before.indexOf("incorrect");
  if (label === "incorrect" || step !== first) expect(after[step]).toBe(label);
  else expect(after[step]).toBe(label ?? "correct");
  const later = before.findIndex((one, k) => k > step && one === "incorrect");
  const expected =
    label === "incorrect" ? (first < 0 ? step : Math.min(first, step)) : step === first ? later : first;
  expect(after.indexOf("incorrect")).toBe(expected);
}
