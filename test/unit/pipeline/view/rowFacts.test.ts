import { describe, expect, it } from "vitest";
import type { Label, Row, Source, Trace } from "../../../../src/core/model.ts";
import { parseCondition } from "../../../../src/pipeline/view/condition.ts";
import { judgeDisagrees } from "../../../../src/pipeline/view/judgeDisagrees.ts";
import { flagOf, rowFacts } from "../../../../src/pipeline/view/rowFacts.ts";

interface StepSketch {
  readonly label?: Label;
  readonly by?: Source;
  readonly value?: number;
}

function traceOf(steps: readonly StepSketch[], more: Partial<Trace> = {}): Trace {
  return {
    name: "",
    text: "x".repeat(steps.length),
    steps: steps.map(({ label, by, value }, k) => ({
      start: k,
      end: k + 1,
      text: "x",
      label: label ?? null,
      by: label === undefined ? null : (by ?? "file"),
      at: null,
      value: value ?? null,
    })),
    fixedSteps: true,
    outcome: "unknown",
    outcomeBy: null,
    answer: null,
    ...more,
  };
}

function rowOf(traces: readonly Trace[], more: Partial<Row> = {}): Row {
  const gold = { answer: null, solution: null, by: null };
  return { problem: "What?", gold, traces, pairs: [], meta: [], ...more };
}

function conditionsOf(row: Row | null): string[] {
  const all =
    "outcome=right outcome=wrong outcome=unknown label=correct label=neutral label=incorrect unlabelled disagree judge-disagrees win no-win unreadable";
  const { flags } = rowFacts(row);
  return all.split(" ").filter((text) => {
    const condition = parseCondition(text);
    return condition !== null && (flags & (flagOf(condition) ?? 0)) !== 0;
  });
}

describe("conditions that a row meets", () => {
  const pair = { step: 0, prefix: "", lose: "x", run: null, from: "row" as const };

  it.each<[string, Row | null, string[]]>([
    ["an unreadable row", null, ["unreadable"]],
    ["a problem without traces", rowOf([]), []],
    ["a trace without steps is not unlabelled", rowOf([traceOf([])]), ["outcome=unknown"]],
    ["steps without labels", rowOf([traceOf([{}, {}])]), ["outcome=unknown", "unlabelled"]],
    [
      "one trace labelled, one not",
      rowOf([traceOf([{ label: "correct" }, { label: "incorrect" }]), traceOf([{}])]),
      ["outcome=unknown", "label=correct", "label=incorrect", "unlabelled"],
    ],
    [
      "wrong without a win",
      rowOf([traceOf([{}], { outcome: "wrong" })]),
      ["outcome=wrong", "unlabelled", "no-win"],
    ],
    [
      "a win of the other trace leaves the wrong one without",
      rowOf([traceOf([{}], { outcome: "wrong" }), traceOf([{}], { outcome: "right" })], {
        pairs: [{ ...pair, trace: 1, win: "y" }],
      }),
      ["outcome=right", "outcome=wrong", "unlabelled", "win", "no-win"],
    ],
    [
      "a pair that names no trace is about the row's",
      rowOf([traceOf([{}], { outcome: "wrong" })], { pairs: [{ ...pair, trace: null, win: "y" }] }),
      ["outcome=wrong", "unlabelled", "win"],
    ],
    [
      "a pair without its win is none",
      rowOf([traceOf([{}], { outcome: "right" })], { pairs: [{ ...pair, trace: 0, win: null }] }),
      ["outcome=right", "unlabelled"],
    ],
    [
      "the mark against the grader",
      rowOf([traceOf([{}], { outcome: "wrong", answer: "18" })], {
        gold: { answer: "18", solution: null, by: "file" },
      }),
      ["outcome=wrong", "unlabelled", "disagree", "no-win"],
    ],
    [
      "the grader where nothing is marked",
      rowOf([traceOf([{}], { answer: "17" })], { gold: { answer: "18", solution: null, by: "file" } }),
      ["outcome=wrong", "unlabelled", "no-win"],
    ],
  ])("%s", (_, row, conditions) => {
    expect(conditionsOf(row)).toEqual(conditions);
  });

  it("is measured for sorting", () => {
    const right = traceOf([{}, {}, {}], { outcome: "right" });
    const wrong = traceOf([{}, { label: "incorrect" }], { outcome: "wrong" });
    const late = traceOf([{}, {}, { label: "incorrect" }]);
    expect(rowFacts(rowOf([right, wrong, late, wrong]))).toMatchObject({
      firstError: 1,
      steps: 10,
      traces: 4,
      length: 10,
      winRate: 1 / 3,
    });
    expect(rowFacts(rowOf([]))).toMatchObject({ firstError: null, length: "What?".length, winRate: null });
  });
});

describe("judge and rollouts", () => {
  const judge = "judge:m" as const;
  const bad = { label: "incorrect", by: judge } as const;
  const good = { label: "correct", by: judge } as const;

  it.each<[string, readonly StepSketch[], boolean]>([
    ["name the same step", [{ ...good, value: 0.5 }, { ...bad, value: 0 }, { value: 0 }], false],
    [
      "name different steps",
      [
        { ...good, value: 0 },
        { ...bad, value: 0 },
      ],
      true,
    ],
    ["name different steps, of which rollouts measured one", [{ ...bad }, { value: 0 }], true],
    ["the judge names a step from which some end right", [{ ...bad, value: 0.2 }, { value: 0.1 }], true],
    ["the judge names a step without rollouts", [{ value: 0.5 }, { ...bad }], false],
    [
      "rollouts name a step that passed",
      [
        { ...good, value: 0.5 },
        { ...good, value: 0 },
      ],
      true,
    ],
    ["rollouts name a step that is called neutral", [{ label: "neutral", value: 0 }], true],
    ["rollouts name a step that nobody judged", [{ ...good, value: 0.5 }, { value: 0 }], false],
    [
      "neither finds an error",
      [
        { ...good, value: 1 },
        { ...good, value: 1 },
      ],
      false,
    ],
    ["no rollouts", [{ ...good }, { ...bad }], false],
    ["no labels", [{ value: 1 }, { value: 0 }], false],
    [
      "rollouts that gave labels",
      [
        { label: "incorrect", by: "rollouts:m" },
        { label: "incorrect", by: "person" },
      ],
      true,
    ],
  ])("%s", (_, steps, disagree) => {
    expect(judgeDisagrees({ steps: traceOf(steps).steps })).toBe(disagree);
  });
});
