import type { TestReport } from "./report.ts";

/** Prints the suite's report: a line a test, failures with their stack. */
export function printReport({ tests, crash }: TestReport): void {
  const sign = { passed: "✓", failed: "✗", skipped: "-" };
  const lines = tests.map(
    (test) => `${sign[test.state]} ${test.title} (${test.ms} ms)${test.error ? `\n${test.error}` : ""}`,
  );
  if (crash !== undefined) lines.push(`✗ The suite couldn't run: ${crash}`);
  process.stdout.write(`${lines.join("\n")}\n`);
}
