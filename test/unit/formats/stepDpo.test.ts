import { readFileSync } from "node:fs";
import Ajv from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyTextEdits, type Change } from "../../../src/core/change.ts";
import type { Row } from "../../../src/core/model.ts";
import type { Splitter } from "../../../src/core/split.ts";
import type { JsonObject, ReadOptions } from "../../../src/formats/format.ts";
import { jsonEditsToTextEdits, recogniseRow } from "../../../src/formats/index.ts";
import { readOptions as options } from "../../support/readOptions.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../media/schemas/step-dpo-key.json", import.meta.url), "utf8"),
) as object;
const valid = new Ajv.default({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

function read(raw: string, how: Partial<ReadOptions> = {}): Row {
  const value = JSON.parse(raw) as JsonObject;
  return recogniseRow(value)!.read(value, { ...options, ...how });
}

function change(raw: string, what: Change, how: Partial<ReadOptions> = {}): string {
  const value = JSON.parse(raw) as JsonObject;
  const result = recogniseRow(value)!.write(value, what, { ...options, ...how });
  if (result.kind !== "row") throw new Error(result.kind);
  const { text } = applyTextEdits(raw, jsonEditsToTextEdits(raw, result.edits));
  const kept = (JSON.parse(text) as JsonObject)["step_dpo"];
  if (kept !== undefined) expect([valid(kept), valid.errors]).toEqual([true, null]);
  return text;
}

const labelled = (row: Row, trace = 0): string[] =>
  row.traces[trace]!.steps.map((step) => `${step.label ?? "none"}: ${step.text.trim()}`);
const values = { kind: "values", title: "Mend", trace: 0, step: null } as const;
const metaMath = JSON.stringify({
  query: "q",
  response: "a one\nb two\n\nc three. d four\n\ne five\n\nThe answer is: 5",
});

describe("labels under step_dpo", () => {
  it("stay with their text when the splitter changes", () => {
    const text = change(metaMath, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    expect(labelled(read(text))).toEqual([
      "none: a one\nb two",
      "incorrect: c three. d four",
      "none: e five",
      "none: The answer is: 5",
    ]);
    expect(labelled(read(text, { splitter: "sentences" }))).toEqual([
      "none: a one",
      "none: b two",
      "incorrect: c three.",
      "incorrect: d four",
      "none: e five",
      "none: The answer is: 5",
    ]);
    expect(labelled(read(text, { splitter: "pattern:^c|^The" }))).toEqual([
      "none: a one\nb two",
      "incorrect: c three. d four\n\ne five",
      "none: The answer is: 5",
    ]);
  });

  it("of one part of a labelled stretch leave the rest", () => {
    const whole = change(metaMath, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    const part = change(
      whole,
      { kind: "label", trace: 0, step: 2, label: "correct", by: "judge:j" },
      { splitter: "sentences" },
    );
    expect(labelled(read(part, { splitter: "sentences" })).slice(2, 4)).toEqual([
      "correct: c three.",
      "incorrect: d four",
    ]);
    const none = change(part, { kind: "label", trace: 0, step: 1, label: null, by: "person" });
    expect(none).toBe(metaMath);
  });

  it("move along when text before them changes", () => {
    const marked = change(metaMath, { kind: "label", trace: 0, step: 2, label: "neutral", by: "person" });
    const edited = change(marked, { kind: "stepText", trace: 0, step: 0, text: "a longer first step" });
    expect(labelled(read(edited))).toEqual([
      "none: a longer first step",
      "none: c three. d four",
      "neutral: e five",
      "none: The answer is: 5",
    ]);
  });

  it("name their trace where the row has several", () => {
    const raw = JSON.stringify({
      question: "q",
      gt: "1",
      code: ["a\nb", "c\nd"],
      pred: ["1", "2"],
      score: [true, false],
    });
    const text = change(raw, { kind: "label", trace: 1, step: 0, label: "correct", by: "rollouts:m" });
    expect(text).toContain(
      '"step_dpo":{"version":1,"labels":[{"trace":1,"start":0,"end":1,"label":"correct","by":"rollouts:m","at":"2026-01-01T00:00:00Z"}]}',
    );
    expect([labelled(read(text), 0), labelled(read(text), 1)]).toEqual([
      ["none: a", "none: b"],
      ["correct: c", "none: d"],
    ]);
  });

  it.each<[string, (lose: string) => Change]>([
    ["a lose", (text) => ({ kind: "lose", trace: 0, step: 1, text })],
    ["a value", (value) => ({ ...values, edits: [{ path: ["rejected"], value }] })],
  ])("stay where an empty lose is taken out of the whole rejected text, by %s", (_, edit) => {
    const prefix = "Step 1: ok.\nStep 2:";
    const full_rejected = " two is 3.\nStep 3: so 4.";
    const pair = { prompt: "p", initial_reason_steps: prefix, chosen: " two is 2.", rejected: "" };
    const raw = JSON.stringify({ ...pair, full_chosen: " two is 2.", full_rejected, answer: "2" });
    const marked = change(raw, { kind: "label", trace: 0, step: 2, label: "neutral", by: "person" });
    const before = labelled(read(marked)).at(-1);
    expect(before).toBe("neutral: Step 3: so 4.");
    const taken = change(marked, edit(" two is 3.\n"));
    expect(JSON.parse(taken)).toEqual({ ...(JSON.parse(marked) as object), rejected: " two is 3.\n" });
    expect(labelled(read(taken)).at(-1)).toBe(before);
    // Other words come in before what is there.
    const other = change(marked, { kind: "lose", trace: 0, step: 1, text: " one is 1.\n" });
    expect(labelled(read(other)).at(-1)).toBe(before);
  });

  it("keep unknown keys, of the key and of each label", () => {
    const raw =
      '{"query":"q","response":"a\\nb","step_dpo":{"note": [1.0],"version":1,"labels":[{"start":0,"end":1,"label":"correct","by":"person","conf":0.50}]}}';
    const text = change(raw, { kind: "label", trace: 0, step: 1, label: "neutral", by: "person" });
    expect(
      text.startsWith(
        '{"query":"q","response":"a\\nb","step_dpo":{"note": [1.0],"version":1,"labels":[{"start":0,"end":1,"label":"correct","by":"person","conf":0.50}',
      ),
    ).toBe(true);
    expect(labelled(read(text))).toEqual(["correct: a", "neutral: b"]);
  });

  it("follow any sequence of labels and edits as a list of steps does", () => {
    const step = fc.nat({ max: 3 });
    const label = fc.constantFrom("correct" as const, "neutral" as const, "incorrect" as const, null);
    const action = fc.oneof(
      fc.record({ step, label }),
      fc.record({ step, text: fc.stringMatching(/^[a-z"é]{1,6}$/u) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), (actions) => {
        const model = ["s one", "s two", "s three", "s four"].map((text) => ({
          text,
          label: null as string | null,
        }));
        let raw = JSON.stringify({ query: "q", response: model.map((one) => one.text).join("\n") });
        for (const one of actions) {
          if ("text" in one) {
            model[one.step]!.text = one.text;
            raw = change(raw, { kind: "stepText", trace: 0, step: one.step, text: one.text });
          } else {
            model[one.step]!.label = one.label;
            raw = change(raw, { kind: "label", trace: 0, step: one.step, label: one.label, by: "person" });
          }
        }
        expect(labelled(read(raw, { splitter: "lines" }))).toEqual(
          model.map((one) => `${one.label ?? "none"}: ${one.text}`),
        );
      }),
    );
  });
});

describe("neutral where a format knows true and false", () => {
  const raw = '{"prompt":"p","completions":["a","b"],"labels":[true,false]}';
  it.each([true, false])("is written as the setting says (%s) and kept exactly", (neutralAs) => {
    const text = change(
      raw,
      { kind: "label", trace: 0, step: 1, label: "neutral", by: "person" },
      { neutralAs },
    );
    expect((JSON.parse(text) as JsonObject)["labels"]).toEqual([true, neutralAs]);
    expect(labelled(read(text))).toEqual(["correct: a", "neutral: b"]);
    const back = change(text, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    expect(back).toBe(raw);
  });
  it("gives way where another program changed the field since", () => {
    const kept = change(
      raw,
      { kind: "label", trace: 0, step: 1, label: "incorrect", by: "judge:j" },
      { provenance: true },
    );
    expect(labelled(read(kept.replace("[true,false]", "[true,true]")))).toEqual(["correct: a", "correct: b"]);
  });
});

describe("first-error formats", () => {
  const row = (label: number): string =>
    JSON.stringify({ problem: "p", steps: ["a", "b", "c", "d"], final_answer_correct: false, label });
  const index = (raw: string): unknown => (JSON.parse(raw) as JsonObject)["label"];
  it("take the earliest, and move the mark to the next when it is taken off", () => {
    const later = change(row(1), { kind: "label", trace: 0, step: 3, label: "incorrect", by: "person" });
    expect([index(later), labelled(read(later))]).toEqual([
      1,
      ["correct: a", "incorrect: b", "none: c", "incorrect: d"],
    ]);
    const moved = change(later, { kind: "label", trace: 0, step: 1, label: "correct", by: "person" });
    expect([index(moved), labelled(read(moved))]).toEqual([
      3,
      ["correct: a", "correct: b", "correct: c", "incorrect: d"],
    ]);
    const cleared = change(moved, { kind: "label", trace: 0, step: 3, label: null, by: "person" });
    expect(cleared).toBe(row(-1));
  });
  it("set an earlier error by the index alone", () => {
    expect(change(row(2), { kind: "label", trace: 0, step: 0, label: "incorrect", by: "person" })).toBe(
      row(0),
    );
  });
});

describe("gold and verdict", () => {
  it("go to step_dpo where the format has no field for them, and can be taken back", () => {
    const raw = '{"question": "q", "answer": "w\\n#### 1"}';
    const set = change(raw, { kind: "gold", answer: "2" });
    expect(set).toBe('{"question": "q", "answer": "w\\n#### 1", "step_dpo": {"version": 1, "gold": "2"}}');
    expect(read(set).gold).toEqual({ answer: "2", solution: "w\n#### 1", by: "person" });
    expect(change(set, { kind: "gold", answer: null })).toBe(raw);
    const judged = change(metaMath, { kind: "verdict", trace: 0, outcome: "wrong" });
    expect(read(judged).traces[0]).toMatchObject({ outcome: "wrong", outcomeBy: "person" });
    expect(change(judged, { kind: "verdict", trace: 0, outcome: null })).toBe(metaMath);
  });
});

describe("rows that are not as they should be", () => {
  it.each([
    [
      '{"problem":"p","steps":["a",3],"final_answer_correct":true,"label":0}',
      "steps[1]: expected a string, found the number 3.",
    ],
    [
      '{"problem":"p","steps":["a"],"final_answer_correct":true,"label":5}',
      "label: expected the index of the first wrong step, -1 to 0, found the number 5.",
    ],
    [
      '{"input":"p","steps":["a"],"mistake_index":"x","target":"1"}',
      "mistake_index: expected null, or the index",
    ],
    [
      '{"question":{"problem":"p"},"label":{"steps":[{"completions":[{"text":"a","rating":7}],"chosen_completion":0}]}}',
      "label.steps[0].completions[0].rating: expected -1, 0, 1 or null, found the number 7.",
    ],
    ['{"input":"p Step 1: a ки","label":"p Step 1: b +"}', 'label: expected the text of "input" with + or -'],
    ['{"query":"q","response":"r","step_dpo":{"version":9}}', "step_dpo.version: expected 1, found 9."],
    [
      '{"query":"q","response":"r","step_dpo":{"version":1,"labels":[{"start":2,"end":1,"label":"correct"}]}}',
      "step_dpo.labels[0].end: expected an offset at or after start",
    ],
    ['{"query":"q","response":"r","step_dpo":[]}', "step_dpo: expected an object, found an array of 0."],
  ])("%s", (raw, message) => {
    expect(() => read(raw)).toThrow(message);
  });
  it("a winning side with nothing in it is not right", () => {
    const outcomes = (chosen: string): readonly string[] =>
      read(JSON.stringify({ prompt: "p\nStep 1:", chosen, rejected: " 3 = 4" })).traces.map(
        (trace) => `${trace.name} ${trace.outcome}`,
      );
    expect(outcomes("")).toEqual(["rejected wrong", "chosen unknown"]);
    expect(outcomes(" 3 = 3")).toEqual(["rejected wrong", "chosen right"]);
  });
  it("a place that is not there is refused by number", () => {
    const value = JSON.parse(metaMath) as JsonObject;
    const write = (what: Change): unknown => recogniseRow(value)!.write(value, what, options);
    expect(write({ kind: "label", trace: 3, step: 0, label: "correct", by: "person" })).toEqual({
      kind: "refused",
      reason: "There is no trace 4: the row has 1.",
    });
    expect(write({ kind: "label", trace: 0, step: 9, label: "correct", by: "person" })).toEqual({
      kind: "refused",
      reason: "There is no step 10: the trace has 4 steps.",
    });
    expect(write({ kind: "stepText", trace: 0, step: 0, text: " \n" })).toEqual({
      kind: "refused",
      reason: "A step can't be empty.",
    });
  });
});

it.each<Splitter>(["auto", "lines", "sentences", "tag:b"])(
  "reads with %s without losing text",
  (splitter) => {
    const [trace] = read(metaMath, { splitter }).traces;
    expect(trace!.steps.map((step) => step.text).join("")).toBe(trace!.text);
  },
);

describe("a pair whose full texts hold its prefix too", () => {
  const prefix = "Step 1: A\nStep 2:";
  const pairRow = (fields: object) =>
    JSON.stringify({
      ...{ prompt: "Add.", initial_reason_steps: prefix, chosen: "", rejected: "" },
      ...fields,
    });
  const traces = (raw: string) => read(raw).traces.map(({ text }) => text);

  it.each(["", "Add.\n"])("has it once in its traces (after %j)", (start) => {
    const full = (rest: string) => ({ full_rejected: start + prefix + rest, full_chosen: start + prefix });
    expect(traces(pairRow(full(" B\nStep 3: D")))).toEqual([`${prefix} B\nStep 3: D`, prefix]);
    expect(traces(pairRow({ ...full(" B\nStep 3: D"), rejected: " B" }))[0]).toBe(`${prefix} B\nStep 3: D`);
    expect(read(pairRow(full(" B"))).traces[1]?.outcome).toBe("unknown");
  });

  it("keeps them so when prefix, win or the rest change", () => {
    const raw = pairRow({ rejected: " B", full_rejected: `${prefix} B\nStep 3: D`, full_chosen: prefix });
    const prefixed = change(raw, { kind: "stepText", trace: 0, step: 0, text: "Step 1: AA" });
    expect(JSON.parse(prefixed)).toMatchObject({
      initial_reason_steps: "Step 1: AA\nStep 2:",
      full_rejected: "Step 1: AA\nStep 2: B\nStep 3: D",
      full_chosen: "Step 1: AA\nStep 2:",
    });
    const rest = change(raw, { kind: "stepText", trace: 0, step: 2, text: "Step 3: E" });
    expect(JSON.parse(rest)).toMatchObject({ rejected: " B", full_rejected: `${prefix} B\nStep 3: E` });
    const win = { text: " C", continuation: " C\nStep 3: F", run: null };
    const won = change(raw, { kind: "win", trace: 0, step: 1, win });
    expect(JSON.parse(won)).toMatchObject({ chosen: " C", full_chosen: `${prefix} C\nStep 3: F` });
    expect(traces(won)[1]).toBe(`${prefix} C\nStep 3: F`);
  });
});
