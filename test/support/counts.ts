import type { TestReport } from "./host/report.ts";

/** How many tests went how. */
export interface Counts {
  readonly passed: number;
  readonly skipped: number;
  /** What failed, each with the start of its message: told again at the end of all output. */
  readonly failures: readonly string[];
}

/** All of them together. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (one, other) => ({
      passed: one.passed + other.passed,
      skipped: one.skipped + other.skipped,
      failures: [...one.failures, ...other.failures],
    }),
    { passed: 0, skipped: 0, failures: [] },
  );
}

/** Characters of a message that are kept. */
const kept = 1500;

/** What a failure is told as. */
export function failure(name: string, message: string): string {
  return `${name}\n${message.length > kept ? `${message.slice(0, kept)} …` : message}`.trim();
}

/** The part of Vitest's JSON report that is counted. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    /** The file's path. */
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * Counts a Vitest run: a file that couldn't be loaded or set up is one failure, and so is a run that failed for no test's
 * sake, as by an error that nobody caught.
 */
export function vitestCounts(report: VitestReport, exitCode: number): Counts {
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [failure(name, message)] : [];
    return failed.map((test) => failure(`${name}: ${test.fullName}`, test.failureMessages.join("\n")));
  });
  if (failures.length === 0 && exitCode !== 0)
    failures.push(failure("The run", `ended with exit code ${exitCode}, for no test’s sake: see above.`));
  return {
    passed: report.numPassedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

/** Counts a run in the extension host; a crash is one more failure. */
export function hostCounts({ tests, crash }: TestReport): Counts {
  const count = (state: string): number => tests.filter((test) => test.state === state).length;
  const failures = tests
    .filter(({ state }) => state === "failed")
    .map(({ title, error }) => failure(title, error ?? ""));
  if (crash !== undefined) failures.push(failure("The suite couldn't run", crash));
  return { passed: count("passed"), skipped: count("skipped"), failures };
}
