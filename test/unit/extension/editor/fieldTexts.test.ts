import { describe, expect, it } from "vitest";
import type { FieldMapping } from "../../../../src/core/mapping.ts";
import type { Span } from "../../../../src/core/model.ts";
import { fieldTexts } from "../../../../src/extension/editor/fieldTexts.ts";
import type { FieldTexts } from "../../../../src/protocol/traceEditor.ts";
import { formatsCodec } from "../../../../src/storage/formatsCodec.ts";
import type { RowView } from "../../../../src/storage/types.ts";

/** A row read as it is, and the texts of each kind that lie in a field. */
function textsOf(value: object, field: string, mapping: FieldMapping | null = null) {
  const raw = JSON.stringify(value);
  const options = { splitter: "auto", neutralAs: true, now: () => "", mapping, provenance: false } as const;
  const reading = formatsCodec.read(raw, options);
  const { row } = reading;
  const texts = fieldTexts({ ...reading, raw } as RowView, field, mapping);
  if (row === null || texts === null) throw new Error(reading.error ?? "The row can't be read.");
  const cut = (text: string | null, spans: readonly Span[] = []) =>
    spans.map(({ start, end }) => (text ?? "").slice(start, end));
  return {
    problem: cut(row.problem, texts.problem),
    answer: cut(row.gold.answer, texts.goldAnswer),
    solution: cut(row.gold.solution, texts.goldSolution),
    traces: row.traces.map(({ text }, at) => cut(text, texts.traces[at])),
    win: row.pairs.flatMap(({ win }, at) => cut(win, texts.pairs[at]?.win)),
    lose: row.pairs.flatMap(({ lose }, at) => cut(lose, texts.pairs[at]?.lose)),
    meta: row.meta.flatMap(({ value: text }, at) => cut(text, texts.meta[at])),
  } satisfies Partial<Record<keyof FieldTexts | "answer" | "solution" | "win" | "lose", unknown>>;
}

const none = { problem: [], answer: [], solution: [], win: [], lose: [], meta: [] };

describe("fieldTexts", () => {
  it("tells traces apart that say the same", () => {
    const same = "3 + 5 = 8.\nA: 8";
    const row = {
      question: "What is 3 plus 5?",
      ground_truth: "3 + 5 = 8\nA: 8",
      small: { is_correct: true, solution: same },
      large: { is_correct: true, solution: same },
    };
    expect(textsOf(row, "large.solution")).toEqual({ ...none, traces: [[], [same]] });
    expect(textsOf(row, "small")).toEqual({ ...none, traces: [[same], []] });
    expect(textsOf(row, "question")).toEqual({ ...none, problem: [row.question], traces: [[], []] });
    expect(textsOf(row, "ground_truth")).toEqual({
      ...none,
      answer: ["8"],
      solution: [row.ground_truth],
      traces: [[], []],
    });
  });

  it("takes of a trace the stretch that a field gives", () => {
    const row = {
      dataset: "invented",
      prompt: "What is 3 plus 5?",
      initial_reason_steps: "Step 1: We add.\nStep 2:",
      chosen: " 3 + 5 = 8.",
      rejected: " 3 + 5 = 9.",
      full_chosen: " 3 + 5 = 8.\nThe answer is 8.",
      full_rejected: " 3 + 5 = 9.\nThe answer is 9.",
      answer: "8",
    };
    const found = textsOf(row, "full_rejected");
    expect(found.traces.flat()).toEqual([row.full_rejected]);
    expect(found.lose).toEqual([row.rejected]);
    expect(found).toMatchObject({ problem: [], win: [], answer: [] });
    expect(textsOf(row, "prompt")).toMatchObject({ problem: [row.prompt], lose: [], win: [] });
    expect(textsOf(row, "dataset")).toMatchObject({ meta: ["invented"], problem: [] });
    expect(textsOf(row, "initial_reason_steps").traces.flat()).toContain(row.initial_reason_steps);
  });

  it("leaves array places out, and knows steps of their own", () => {
    const row = {
      id: "invented-1",
      problem: "What is 3 plus 5?",
      steps: ["We add.", "So 8."],
      label: -1,
      options: ["three", "a book"],
    };
    expect(textsOf(row, "steps")).toMatchObject({ traces: [["We add.", "So 8."]], problem: [] });
    expect(textsOf(row, "steps.1")).toMatchObject({ traces: [["So 8."]] });
    expect(textsOf(row, "options.1").meta).toEqual(["a book"]);
    expect(textsOf(row, "options").meta).toEqual([JSON.stringify(row.options)]);
    expect(textsOf(row, "label")).toEqual({ ...none, traces: [[]] });
  });

  it("follows the person's mapping of the fields", () => {
    const row = { data: { q: "What is 3 plus 5?" }, tries: [{ out: "We add.\n8" }, { out: "We add.\n9" }] };
    const mapping = { problem: "data.q", trace: "tries.out" };
    expect(textsOf(row, "data.q", mapping)).toMatchObject({ problem: [row.data.q], traces: [[], []] });
    expect(textsOf(row, "tries.1.out", mapping).traces).toEqual([[], ["We add.\n9"]]);
    expect(textsOf(row, "tries.out", mapping).traces).toEqual([["We add.\n8"], ["We add.\n9"]]);
  });

  it("is null for a row that can't be read", () => {
    expect(fieldTexts({ raw: "{", row: null } as RowView, "problem", null)).toBeNull();
  });
});
