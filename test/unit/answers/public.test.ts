import { describe, expect, it } from "vitest";
import { gradeAnswer, gradeOutput } from "../../../src/answers/index.ts";
import { DATA, hasData, readLines } from "./fixtures.ts";

interface Case {
  readonly gold: string;
  readonly pred: string;
  readonly expected: boolean;
  readonly form: "answer" | "output" | "cas";
  readonly ambiguous?: string;
}

const CASES = "answers/cases.jsonl";

/** The floor under what the bench measures, so that a change that makes the grader worse is seen. See test/bench/answers.md. */
describe.skipIf(!hasData(CASES))(`public pairs (../shared/data/${CASES}; skipped where it is absent)`, () => {
  const cases = hasData(CASES)
    ? (readLines(new URL(CASES, DATA)) as Case[]).filter((item) => item.ambiguous === undefined)
    : [];

  it.each([
    ["model answers", ["answer", "output"], 0.98, 1],
    ["typed algebra", ["cas"], 0.99, 1],
  ] as const)("%s", (_name, forms, share, mostFalseEqual) => {
    const group = cases.filter((item) => (forms as readonly string[]).includes(item.form));
    const verdicts = group.map(
      (item) => (item.form === "output" ? gradeOutput : gradeAnswer)(item.gold, item.pred).equal,
    );
    const right = verdicts.filter((verdict, index) => verdict === group[index]?.expected).length;
    const falseEqual = verdicts.filter(
      (verdict, index) => verdict === true && group[index]?.expected === false,
    ).length;
    expect(right / group.length).toBeGreaterThanOrEqual(share);
    expect(falseEqual).toBeLessThanOrEqual(mostFalseEqual);
  });
});
