import { stepMarker, stepMarkers, type Marker } from "./marker.ts";
import type { Span, Trace } from "./model.ts";
import { resolveSplitter, splitSteps, type ResolvedSplitter, type Splitter } from "./split.ts";

type Steps = Pick<Trace, "text" | "steps">;

/** Opens an answer in the paper's form; "Step 1:" follows on the next line. */
export const opening = "Let's think step by step.\n";

/**
 * The text to continue from at a step, in the trace's own form: everything before the step, and the step's own marker
 * if it has one ("…\nStep 2:", with no space after it, so that the model's first token is its own).
 * @throws RangeError where the trace has no such step
 */
export function nativePrefix(trace: Steps, step: number): string {
  return trace.text.slice(0, bodyStart(trace, step));
}

/**
 * A step as s_win and s_lose are written: without its marker and without white space at its end. After a marker it
 * keeps its leading space (" …"), as the published pairs do.
 * @throws RangeError where the trace has no such step
 */
export function stepBody(trace: Steps, step: number): string {
  return trace.text.slice(bodyStart(trace, step), stepAt(trace, step).end).trimEnd();
}

/** The same of a step's text alone, where no trace is at hand. */
export function stripMarker(stepText: string): string {
  return stepText.slice(stepMarker(stepText)?.end ?? 0).trimEnd();
}

/**
 * The first step of a continuation: what would become s_win. Cut by the same splitter that cuts the trace it
 * continues.
 * @param trace the trace that the prefix was taken from; a continuation is cut like it
 * @param continuation text sampled after the prefix
 */
export function firstStepOf(
  trace: Pick<Trace, "text" | "fixedSteps" | "steps">,
  prefix: string,
  continuation: string,
  splitter: Splitter,
): string {
  const whole = prefix + continuation;
  // A prefix that ends "Step k:" is in marked steps, whatever form the trace has (it may have been rewritten).
  const marked = stepMarkers(prefix).at(-1)?.end === prefix.length && prefix !== "";
  const spans = splitSteps(whole, marked ? "step" : traceSplitter(trace, splitter), trace.text);
  const end = spans.find(
    (span) => span.end > prefix.length && whole.slice(prefix.length, span.end).trim() !== "",
  )?.end;
  const first = whole.slice(prefix.length, end).trimEnd();
  return /\s$/u.test(prefix) ? first.trimStart() : first;
}

/** The splitter that cuts a trace as it is cut: for steps that the file itself keeps apart, the one that joins them. */
export function traceSplitter(
  trace: Pick<Trace, "text" | "fixedSteps" | "steps">,
  splitter: Splitter,
): Splitter {
  if (!trace.fixedSteps || trace.steps.length < 2) return splitter;
  const marked = trace.steps.every((step) => stepMarker(step.text)?.kind === "step");
  if (marked) return "step";
  const paragraphs = trace.steps.slice(0, -1).every((step) => /\n[ \t]*\n\s*$/u.test(step.text));
  return paragraphs ? "paragraphs" : "lines";
}

/**
 * The prefix rewritten into the paper's form: "Let's think step by step.\nStep 1: …\nStep k:".
 * @throws RangeError where the trace has no such step
 */
export function stepForm(trace: Steps, step: number): string {
  stepAt(trace, step);
  const before = trace.steps
    .slice(0, step)
    .map((_, index) => `Step ${index + 1}: ${stepBody(trace, index).trimStart()}\n`);
  return `${opening}${before.join("")}Step ${step + 1}:`;
}

/** Steps joined into one text, and where each lies in it, its separator included. */
export function joinSteps(steps: readonly string[], separator: string): { text: string; spans: Span[] } {
  let text = "";
  const spans = steps.map((step, index) => {
    const start = text.length;
    text += index < steps.length - 1 ? step + separator : step;
    return { start, end: text.length };
  });
  return { text, spans };
}

/** A step's new text with the white space that ended the old one, so that steps stay apart. */
export function keepSeparator(oldText: string, newText: string): string {
  return newText.trimEnd() + (/\s*$/u.exec(oldText)?.[0] ?? "");
}

function stepAt(trace: Steps, step: number): Trace["steps"][number] {
  const found = trace.steps[step];
  if (found === undefined) {
    throw new RangeError(`There is no step ${step + 1}: the trace has ${trace.steps.length} steps.`);
  }
  return found;
}

/** Where a step's text starts after its marker. */
function bodyStart(trace: Steps, step: number): number {
  const { text, start } = stepAt(trace, step);
  const mark = stepMarker(text) ?? (step === 0 ? markerAfterPreamble(trace) : null);
  return start + (mark?.end ?? 0);
}

/** The first step of marked steps holds the text before its marker too. */
function markerAfterPreamble(trace: Steps): Marker | null {
  const first = trace.steps[0]?.text ?? "";
  const next = trace.steps[1];
  if (next !== undefined && stepMarker(next.text) === null) return null;
  return stepMarkers(first)[0] ?? numberedAfterPreamble(first, next?.text);
}

function numberedAfterPreamble(first: string, next: string | undefined): Marker | null {
  if (next === undefined || stepMarker(next)?.kind !== "numbered") return null;
  for (let at = first.indexOf("\n"); at >= 0; at = first.indexOf("\n", at + 1)) {
    const mark = stepMarker(first.slice(at));
    if (mark?.kind === "numbered") return { ...mark, start: mark.start + at, end: mark.end + at };
  }
  return null;
}

/** Which form a trace has: how `auto`, or the file itself, cuts it. */
export function traceForm(
  trace: Pick<Trace, "text" | "fixedSteps" | "steps">,
  splitter: Splitter,
): ResolvedSplitter {
  return resolveSplitter(trace.text, traceSplitter(trace, splitter));
}
