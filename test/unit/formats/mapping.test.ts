import { describe, expect, it } from "vitest";
import { applyTextEdits, type Change } from "../../../src/core/change.ts";
import type { ZeroLabel } from "../../../src/core/mapping.ts";
import type { Label } from "../../../src/core/model.ts";
import type { FieldMapping, JsonObject } from "../../../src/formats/format.ts";
import { jsonEditsToTextEdits, mappedFormat, recogniseRow } from "../../../src/formats/index.ts";
import { mappingComplaints } from "../../../src/formats/mapping.ts";
import { readOptions as options } from "../../support/readOptions.ts";

describe("mappedFormat", () => {
  const raw =
    '{"data":{"q":"What is 1+1?","gold":"2"},"work":[{"t":"1+1"},{"t":"=3"}],"marks":["good","bad"],"ok":0}';
  const mapping: FieldMapping = {
    problem: "data.q",
    answer: "data.gold",
    steps: "work",
    stepText: "t",
    labels: "marks",
    outcome: "ok",
  };
  const value = JSON.parse(raw) as JsonObject;

  function change(what: Change): string {
    const result = mappedFormat(mapping).write(value, what, options);
    if (result.kind !== "row") throw new Error(result.kind);
    return applyTextEdits(raw, jsonEditsToTextEdits(raw, result.edits)).text;
  }

  it("reads the fields that the person named", () => {
    expect(recogniseRow(value)).toBeNull();
    expect(recogniseRow(value, mapping)?.id).toBe("mapped");
    const row = mappedFormat(mapping).read(value, options);
    expect(row.gold.answer).toBe("2");
    expect(row.traces[0]!.outcome).toBe("wrong");
    expect(row.traces[0]!.steps.map((step) => [step.text, step.label])).toEqual([
      ["1+1\n", "correct"],
      ["=3", "incorrect"],
    ]);
  });
  it("writes them", () => {
    expect(change({ kind: "label", trace: 0, step: 1, label: "neutral", by: "person" })).toContain(
      '"marks":["good","okay"]',
    );
    expect(change({ kind: "stepText", trace: 0, step: 1, text: "=2" })).toContain('{"t":"=2"}');
    expect(change({ kind: "gold", answer: "3" })).toContain('"gold":"3"');
  });
  const read = (value: JsonObject, mapping: FieldMapping) => mappedFormat(mapping).read(value, options);
  const write = (text: string, mapping: FieldMapping, what: Change): string => {
    const result = mappedFormat(mapping).write(JSON.parse(text) as JsonObject, what, options);
    if (result.kind !== "row") throw new Error(result.kind);
    return applyTextEdits(text, jsonEditsToTextEdits(text, result.edits)).text;
  };

  describe("in each kind of label", () => {
    const steps = { problem: "q", steps: "s", labels: "l" };
    const row = (labels: readonly unknown[]) =>
      JSON.stringify({ q: "1+1?", s: labels.map(() => "x"), l: labels });
    const labelsOf = (text: string, mapping: FieldMapping = steps) =>
      read(JSON.parse(text) as JsonObject, mapping)
        .traces[0]?.steps.map(({ label }) => label?.[0] ?? ".")
        .join("");

    it.each<[readonly unknown[], string, string]>([
      [[true, false, null], "ci.", "[false,false,null]"],
      [[1, 0], "ci", "[0,0]"],
      [[1, 0, -1], "cni", "[-1,0,-1]"],
      [["1", "0"], "ci", '["0","0"]'],
      [["1", "0", "-1"], "cni", '["-1","0","-1"]'],
      [["+1", "-1"], "ci", '["-1","-1"]'],
      [["+", "-"], "ci", '["-","-"]'],
      [["Correct", "Neutral", "Incorrect"], "cni", '["Incorrect","Neutral","Incorrect"]'],
      [["RIGHT", "WRONG"], "ci", '["WRONG","WRONG"]'],
    ])("%j reads as %s; the first as incorrect is %s", (labels, read, written) => {
      const text = row(labels);
      expect(labelsOf(text)).toBe(read);
      const wrong = write(text, steps, {
        kind: "label",
        trace: 0,
        step: 0,
        label: "incorrect",
        by: "person",
      });
      expect(wrong).toContain(`"l":${written}`);
      expect(labelsOf(wrong)).toBe(`i${read.slice(1)}`);
    });

    it.each<[ZeroLabel, readonly unknown[], string, Label, string]>([
      ["neutral", [1, 0], "cn", "incorrect", "[-1,0]"],
      // The last -1 of the row goes: the zeros stay neutral.
      ["neutral", [-1, 0], "in", "correct", "[1,0]"],
      ["neutral", ["-1", "0"], "in", "neutral", '["0","0"]'],
      ["neutral", [null, null], "..", "neutral", "[0,null]"],
      ["incorrect", [1, 0], "ci", "incorrect", "[0,0]"],
      ["incorrect", [1, 0, -1], "cii", "incorrect", "[-1,0,-1]"],
    ])("where 0 is %s, %j reads as %s; the first as %s is %s", (zero, labels, read, label, written) => {
      const mapping = { ...steps, zero };
      const text = row(labels);
      expect(labelsOf(text, mapping)).toBe(read);
      const changed = write(text, mapping, { kind: "label", trace: 0, step: 0, label, by: "person" });
      expect(changed).toContain(`"l":${written}`);
      expect(labelsOf(changed, mapping)).toBe(`${label[0] ?? ""}${read.slice(1)}`);
    });

    it("are what 0 means in the steps themselves too, and no index of the first error is", () => {
      const own = { problem: "q", steps: "s", stepText: "t", labels: "s.l", zero: "neutral" } as const;
      const value = {
        q: "1+1?",
        s: [
          { t: "1+1", l: 1 },
          { t: "=2", l: 0 },
        ],
      };
      expect(labelsOf(JSON.stringify(value), own)).toBe("cn");
      expect(labelsOf('{"q":"1+1?","s":["1+1","=3"],"l":0}', { ...steps, zero: "neutral" })).toBe("i.");
    });

    it.each([[[0.9, 0.1]], [[4, 1, 2]], [["1.5", "0"]]])(
      "%j are no labels all, and are told of",
      (labels) => {
        const value = JSON.parse(row(labels)) as JsonObject;
        expect(labelsOf(row(labels))?.[0]).toBe(".");
        expect(mappingComplaints(value, steps, options)).toEqual([
          { role: "labels", field: "l", message: `l[0] is ${JSON.stringify(labels[0])}, which is no label` },
        ]);
      },
    );

    it("outcomes are written in the kind of text that they are", () => {
      const outcome = { problem: "q", trace: "t", outcome: "ok" };
      const text = '{"q":"1+1?","t":"3","ok":"1"}';
      const wrong = write(text, outcome, { kind: "verdict", trace: 0, outcome: "wrong" });
      expect(wrong).toBe(text.replace('"ok":"1"', '"ok":"0"'));
      expect(read(JSON.parse(wrong) as JsonObject, outcome).traces[0]?.outcome).toBe("wrong");
    });
  });

  describe("of several traces a row", () => {
    const text =
      '{"q":"1+1?","samples":[{"out":"1+1\\n=2","ok":"yes","marks":[1,1]},{"out":"1+1\\n=3\\n.","ok":"no","marks":[1,-1]}]}';
    const many = { problem: "q", trace: "samples.out", outcome: "samples.ok", labels: "samples.marks" };
    it("reads each with its own outcome and labels", () => {
      const { traces } = read(JSON.parse(text) as JsonObject, many);
      expect(traces.map(({ outcome }) => outcome)).toEqual(["right", "wrong"]);
      expect(traces.map(({ steps }) => steps.map(({ label }) => label))).toEqual([
        ["correct", "correct"],
        ["correct", "incorrect", null],
      ]);
    });
    it("writes into the one that was changed", () => {
      const label = { kind: "label", trace: 1, step: 0, label: "incorrect", by: "person" } as const;
      expect(write(text, many, label)).toContain('"ok":"no","marks":[-1,-1]');
      expect(write(text, many, { kind: "verdict", trace: 1, outcome: "right" })).toContain(
        '"ok":"yes","marks":[1,-1]',
      );
    });
    it("takes outcomes that lie in a list beside the traces", () => {
      const row = { q: "1+1?", out: ["=2", "=3"], ok: [1, 0] };
      const { traces } = read(row, { problem: "q", trace: "out", outcome: "ok" });
      expect(traces.map(({ outcome }) => outcome)).toEqual(["right", "wrong"]);
    });
  });

  it("reads and writes labels that are in the steps themselves", () => {
    const text = '{"q":"1+1?","steps":[{"t":"1+1","mark":"+"},{"t":"=3","mark":"-"},{"t":"."}]}';
    const own = { problem: "q", steps: "steps", stepText: "t", labels: "steps.mark" };
    const { traces } = read(JSON.parse(text) as JsonObject, own);
    expect(traces[0]!.steps.map(({ label }) => label)).toEqual(["correct", "incorrect", null]);
    const label = { kind: "label", trace: 0, step: 0, label: "incorrect", by: "person" } as const;
    expect(write(text, own, label)).toContain('{"t":"1+1","mark":"-"}');
  });

  it("reads messages, a rendered prompt, and a gold answer marked in its solution", () => {
    const messages = [
      { role: "user", content: "1+1?" },
      { role: "assistant", content: "=2" },
    ];
    const chat = read(
      { messages, sol: "1+1=2\n#### 2" },
      { problem: "messages", trace: "messages", solution: "sol" },
    );
    expect(chat).toMatchObject({ problem: "1+1?", gold: { answer: "2" }, traces: [{ text: "=2" }] });
    const prompt = "### Instruction:\n1+1?\n\n### Response: Step 1:";
    const rendered = read({ prompt, out: " =2" }, { problem: "prompt", trace: "out" });
    expect(rendered).toMatchObject({ problem: "1+1?", traces: [{ text: "Step 1: =2" }] });
  });

  it("keeps numbers numbers, and doesn't write a bare answer over a solution", () => {
    const gold = { kind: "gold", answer: "3" } as const;
    expect(write('{"q":"?","a":2}', { problem: "q", answer: "a" }, gold)).toBe('{"q":"?","a":3}');
    expect(write('{"q":"?","a":["2"]}', { problem: "q", answer: "a" }, gold)).toBe('{"q":"?","a":["3"]}');
    expect(write('{"q":"?","a":"1+1\\n#### 2"}', { problem: "q", answer: "a" }, gold)).toContain("#### 2");
  });

  it("says which role a field can't play, and why", () => {
    expect(() => read({ q: 1 }, { problem: "q" })).toThrow(
      "q: expected a string, found the number 1 (mapped as problem).",
    );
    expect(() => read({ q: "?", s: ["a", { b: 1 }] }, { problem: "q", steps: "s" })).toThrow(
      "s[1]: expected a string, found an object (mapped as steps).",
    );
  });

  it("gives way to known formats where it doesn't fit", () => {
    expect(recogniseRow({ question: "q", answer: "#### 1" }, mapping)?.id).toBe("gsm8k");
  });
});
