import { describe, expect, it } from "vitest";
import { hostCounts, sum, vitestCounts, type VitestReport } from "../../support/counts.ts";

const report = (over: Partial<VitestReport> = {}): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...over,
});

describe("counting a Vitest run", () => {
  it.each([
    ["all passed", report(), 0, { passed: 3, failed: 0, skipped: 0 }],
    [
      "a failed test counts once, not with its file",
      report({
        numFailedTests: 1,
        testResults: [{ status: "failed", assertionResults: [{ status: "failed" }] }],
      }),
      1,
      { passed: 3, failed: 1, skipped: 0 },
    ],
    [
      "a file that couldn't be loaded is a failure",
      report({ testResults: [{ status: "failed", assertionResults: [] }] }),
      1,
      { passed: 3, failed: 1, skipped: 0 },
    ],
    ["a run that failed for no test's sake is a failure", report(), 1, { passed: 3, failed: 1, skipped: 0 }],
    [
      "skipped and to do",
      report({ numPendingTests: 1, numTodoTests: 2 }),
      0,
      { passed: 3, failed: 0, skipped: 3 },
    ],
  ])("%s", (_name, given, exitCode, expected) => {
    expect(vitestCounts(given, exitCode)).toEqual(expected);
  });
});

it("counts a crash in the extension host as a failure", () => {
  expect(hostCounts({ tests: [{ title: "a", state: "passed", ms: 1 }], crash: "gone" })).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});

it("sums suites", () => {
  const one = { passed: 1, failed: 2, skipped: 3 };
  expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
});
