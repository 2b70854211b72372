import { describe, expect, it } from "vitest";
import { failure, hostCounts, sum, vitestCounts, type VitestReport } from "../../support/counts.ts";

type FileResult = VitestReport["testResults"][number];

const report = (over: Partial<VitestReport> = {}): VitestReport => ({
  numPassedTests: 3,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...over,
});

const file = (over: Partial<FileResult>): FileResult => ({
  name: "a.test.ts",
  status: "failed",
  message: "",
  assertionResults: [],
  ...over,
});

describe("counting a Vitest run", () => {
  it.each([
    ["all passed", report(), 0, { passed: 3, skipped: 0, failures: [] }],
    [
      "a failed test counts once, not with its file",
      report({
        testResults: [
          file({
            assertionResults: [
              { status: "passed", fullName: "it works", failureMessages: [] },
              { status: "failed", fullName: "it counts", failureMessages: ["one", "two"] },
            ],
          }),
        ],
      }),
      1,
      { passed: 3, skipped: 0, failures: ["a.test.ts: it counts\none\ntwo"] },
    ],
    [
      "a file that couldn't be loaded is a failure",
      report({ testResults: [file({ message: "no such module" })] }),
      1,
      { passed: 3, skipped: 0, failures: ["a.test.ts\nno such module"] },
    ],
    [
      "a run that failed for no test's sake is a failure",
      report({ testResults: [file({ status: "passed" })] }),
      1,
      {
        passed: 3,
        skipped: 0,
        failures: ["The run\nended with exit code 1, for no test’s sake: see above."],
      },
    ],
    [
      "skipped and to do",
      report({ numPendingTests: 1, numTodoTests: 2 }),
      0,
      { passed: 3, skipped: 3, failures: [] },
    ],
  ])("%s", (_name, given, exitCode, expected) => {
    expect(vitestCounts(given, exitCode)).toEqual(expected);
  });
});

it("counts a failed test and a crash in the extension host as failures", () => {
  const tests = [
    { title: "a", state: "passed", ms: 1 },
    { title: "b", state: "failed", ms: 1, error: "not so" },
  ] as const;
  expect(hostCounts({ tests, crash: "gone" })).toEqual({
    passed: 1,
    skipped: 0,
    failures: ["b\nnot so", "The suite couldn't run\ngone"],
  });
});

it("tells the start of a long message", () => {
  expect(failure("a", "x".repeat(10_000)).length).toBeLessThan(2000);
});

it("sums suites", () => {
  expect(
    sum([
      { passed: 1, skipped: 3, failures: ["a"] },
      { passed: 1, skipped: 3, failures: ["b", "c"] },
    ]),
  ).toEqual({ passed: 2, skipped: 6, failures: ["a", "b", "c"] });
});
