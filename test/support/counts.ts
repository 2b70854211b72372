import type { TestReport } from "./host/report.ts";

/** How many tests went how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** All of them together. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (one, other) => ({
      passed: one.passed + other.passed,
      failed: one.failed + other.failed,
      skipped: one.skipped + other.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The part of Vitest's JSON report that is counted. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Counts a Vitest run: a file that couldn't be loaded or set up is one failure, and so is a run that failed for no test's
 * sake, as by an error that nobody caught.
 */
export function vitestCounts(report: VitestReport, exitCode: number): Counts {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts a run in the extension host; a crash is one more failure. */
export function hostCounts({ tests, crash }: TestReport): Counts {
  const count = (state: string): number => tests.filter((test) => test.state === state).length;
  return {
    passed: count("passed"),
    failed: count("failed") + (crash === undefined ? 0 : 1),
    skipped: count("skipped"),
  };
}
