/** The arithmetic check: false equations inside the steps of a trace, found by exact calculation. Pure. */
export { readStep } from "./check.ts";
export { EMPTY_CONTEXT } from "./context.ts";
export { checkStep, checkTrace, unreadSteps, type UnreadSteps } from "./trace.ts";
export type { Finding } from "./types.ts";
