/** The arithmetic check: false equations inside the steps of a trace, found by exact calculation. Pure. */
export { readStep, type StepReading } from "./check.ts";
export { EMPTY_CONTEXT, type Binding, type Context } from "./context.ts";
export { checkStep, checkTrace } from "./trace.ts";
export type { Finding, FindingKind, TraceOptions } from "./types.ts";
