import { holdsEquation, readStep } from "./check.ts";
import { type Context, EMPTY_CONTEXT } from "./context.ts";
import { MAX_STEP, MAX_TRACE } from "./limits.ts";
import { againstProblem } from "./problem.ts";
import type { Finding, TraceOptions } from "./types.ts";

/**
 * False equations of a whole trace, in order; the first one is marked. Names and rounded decimals are carried from step to step.
 * Where no written equation is false and the problem is one bare expression, the trace's rewriting of it and its answer are held
 * to the expression's value. Pure; never throws; time grows linearly with the text, of which MAX_TRACE characters are read:
 * `unreadSteps` tells what is left.
 */
export function checkTrace(steps: readonly string[], options: TraceOptions = {}): Finding[] {
  const findings: Finding[] = [];
  const contexts: Context[] = [];
  let context = EMPTY_CONTEXT;
  steps.slice(0, endOfReading(steps)).forEach((text, step) => {
    const reading = readStep(text, context, step);
    context = reading.context;
    contexts.push(context);
    for (const finding of reading.findings) findings.push(finding);
  });
  if (findings.length === 0 && options.problem !== undefined) {
    findings.push(...againstProblem(steps, contexts, options.problem));
  }
  return findings.map((finding, index) => ({ ...finding, first: index === 0 }));
}

/** Steps that may have an equation and are not read, each being longer than MAX_STEP or standing after MAX_TRACE characters. */
export interface UnreadSteps {
  /** Index of the first of them. */
  readonly first: number;
  readonly count: number;
}

/** The steps that `checkTrace` leaves unread; null where it reads all. */
export function unreadSteps(steps: readonly string[]): UnreadSteps | null {
  const end = endOfReading(steps);
  const unread = steps.flatMap((text, step) =>
    (step >= end || text.length > MAX_STEP) && holdsEquation(text) ? [step] : [],
  );
  const [first] = unread;
  return first === undefined ? null : { first, count: unread.length };
}

/** Index of the step at which the characters to be read are used up; the number of steps where they suffice. */
function endOfReading(steps: readonly string[]): number {
  let left = MAX_TRACE;
  const end = steps.findIndex((text) => {
    if (text.length <= MAX_STEP && holdsEquation(text)) left -= text.length;
    return left < 0;
  });
  return end < 0 ? steps.length : end;
}

/**
 * False equations of one step on its own, its index given as 0. `context` holds what earlier steps told, as `readStep` returns it.
 * Pure; never throws.
 */
export function checkStep(text: string, context: Context = EMPTY_CONTEXT): Finding[] {
  return readStep(text, context).findings.map((finding, index) => ({ ...finding, first: index === 0 }));
}
