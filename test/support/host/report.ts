/** How one test went. */
export interface TestResult {
  readonly title: string;
  readonly state: "passed" | "failed" | "skipped";
  /** Milliseconds. */
  readonly ms: number;
  /** Message and stack of a failure. */
  readonly error?: string;
}

/** How the suite in the extension host went. */
export interface TestReport {
  readonly tests: readonly TestResult[];
  /** Why the suite couldn't be run at all. */
  readonly crash?: string;
}
