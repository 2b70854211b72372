import { readStep } from "./check.ts";
import { type Context, EMPTY_CONTEXT } from "./context.ts";
import { againstProblem } from "./problem.ts";
import type { Finding, TraceOptions } from "./types.ts";

/**
 * False equations of a whole trace, in order; the first one is marked. Names and rounded decimals are carried from step to step.
 * Where no written equation is false and the problem is one bare expression, the trace's rewriting of it and its answer are held
 * to the expression's value. Pure; never throws; time grows linearly with the text.
 */
export function checkTrace(steps: readonly string[], options: TraceOptions = {}): Finding[] {
  const findings: Finding[] = [];
  const contexts: Context[] = [];
  let context = EMPTY_CONTEXT;
  steps.forEach((text, step) => {
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

/**
 * False equations of one step on its own, its index given as 0. `context` holds what earlier steps told, as `readStep` returns it.
 * Pure; never throws.
 */
export function checkStep(text: string, context: Context = EMPTY_CONTEXT): Finding[] {
  return readStep(text, context).findings.map((finding, index) => ({ ...finding, first: index === 0 }));
}
