import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/formats/format.ts";
import { formatById, formats, recogniseRow } from "../../../src/formats/index.ts";
import { convertRow, convertRows } from "../../../src/pipeline/convert.ts";
import { readOptions as read } from "../../support/readOptions.ts";

const folder = new URL("../../fixtures/formats/", import.meta.url);
const rows = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) =>
    readFileSync(new URL(name, folder), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((raw) => ({ from: name.replace(".jsonl", ""), raw })),
  );
const targets = formats.filter((format) => format.create !== undefined);

describe.each(targets.map((format) => format.id))("to %s", (id) => {
  const to = formatById(id)!;

  it.each([false, true])("rows are of that format and say what they lost (keep: %s)", (keep) => {
    let made = 0;
    for (const { raw } of rows) {
      const value = JSON.parse(raw) as JsonObject;
      const row = recogniseRow(value)!.read(value, read);
      const { values, lost, skipped } = convertRow(row, to, { keep, read });
      expect(values.length === 0).toBe(skipped !== null);
      for (const one of values) {
        made++;
        expect(recogniseRow(one)?.id).toBe(id);
        const back = to.read(one, read);
        if (lost.length > 0 || values.length > 1) continue;
        // Nothing lost: the new row says all that the old one does.
        expect(back.gold.answer).toBe(row.gold.answer);
        expect(back.traces.map((trace) => trace.steps.map((step) => step.label))).toEqual(
          row.traces.map((trace) => trace.steps.map((step) => step.label)),
        );
        expect(back.traces.map((trace) => trace.outcome)).toEqual(row.traces.map((trace) => trace.outcome));
      }
    }
    expect(made).toBeGreaterThan(0);
  });

  it("to itself loses nothing but fields that are none of the format's", () => {
    for (const { from, raw } of rows) {
      if (from !== id) continue;
      const value = JSON.parse(raw) as JsonObject;
      const { values, lost, skipped } = convertRow(to.read(value, read), to, { keep: true, read });
      if (skipped !== null) continue;
      expect([raw, lost.filter((what) => !/other field|trace name/u.test(what))]).toEqual([raw, []]);
      for (const one of values)
        expect(convertRow(to.read(one, read), to, { keep: true, read }).values).toEqual([one]);
    }
  });
});

describe("what is lost", () => {
  const convert = (from: JsonObject, id: string, keep = false) =>
    convertRow(recogniseRow(from)!.read(from, read), formatById(id)!, { keep, read });
  const stepwise = { prompt: "p", completions: ["a", "b", "c"], labels: [true, false, true] };

  it("is named and counted", () => {
    expect(convert(stepwise, "processbench").lost).toEqual(["1 label"]);
    expect(convert(stepwise, "processbench", true)).toMatchObject({
      lost: [],
      values: [{ label: 1, steps: ["a", "b", "c"] }],
    });
    expect(
      convert({ problem: "p", steps: ["a", "b", "c"], final_answer_correct: false, label: 1 }, "trl-stepwise")
        .lost,
    ).toEqual(["1 step", "1 outcome"]);
  });
  it("is said why where nothing can be made", () => {
    expect(convert(stepwise, "trl-preference").skipped).toBe("it has no pair");
    expect(convert(stepwise, "big-bench-mistake").skipped).toBe("it has no gold answer");
    expect(convert({ question: "q", answer: "#### 1" }, "metamathqa").skipped).toBe("it has no trace");
    expect(convert(stepwise, "svamp").skipped).toBe("SVAMP is not written, only read");
  });
  it("one row of several traces becomes several rows of one", () => {
    const from = { question: "q", gt: "1", code: ["a\nb", "c"], pred: ["1", "2"], score: [true, false] };
    expect(convert(from, "trl-unpaired").values).toEqual([
      { prompt: "q", completion: "a\nb", label: true },
      { prompt: "q", completion: "c", label: false },
    ]);
  });
  it("unreadable rows are skipped with their error", async () => {
    const view = {
      index: 4,
      line: 5,
      raw: "{",
      format: null,
      formatTitle: null,
      can: null,
      row: null,
      error: "not valid JSON",
      edited: false,
      readOnly: null,
    };
    const from = async function* () {
      await Promise.resolve();
      yield view;
    };
    const found = [];
    for await (const one of convertRows(from(), formatById("gsm8k")!, { keep: false, read })) found.push(one);
    expect(found).toEqual([{ row: 4, values: [], lost: [], skipped: "not valid JSON" }]);
  });
});
