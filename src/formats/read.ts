import type { Gold, Label, Pair, Row, Source, Span, Step, Trace } from "../core/model.ts";
import { splitSteps } from "../core/split.ts";
import type { ReadOptions } from "./format.ts";
import type { Parsed, ParsedPair, ParsedTrace } from "./parsed.ts";
import { rangesOfSteps } from "./ranges.ts";
import type { RangeLabel, StepDpo } from "./stepDpo.ts";

/** A parsed row and its `step_dpo` key, in the field's words. */
export function rowOf(parsed: Parsed, kept: StepDpo, options: Pick<ReadOptions, "splitter">): Row {
  const traces = parsed.traces.map((trace, index) => traceOf(trace, index, kept, options));
  return {
    problem: parsed.problem,
    gold: goldOf(parsed.gold, kept),
    traces,
    pairs: pairsOf(parsed, kept, traces),
    meta: parsed.meta,
  };
}

function goldOf(gold: Gold, kept: StepDpo): Gold {
  return kept.gold === null ? gold : { ...gold, answer: kept.gold, by: "person" };
}

/** A trace's text. */
export function traceText(trace: ParsedTrace): string {
  return trace.parts.map((part) => part.text).join("");
}

/** Where a trace's steps lie. */
export function stepSpans(trace: ParsedTrace, options: Pick<ReadOptions, "splitter">): readonly Span[] {
  return trace.fixed ?? splitSteps(traceText(trace), options.splitter);
}

function traceOf(
  trace: ParsedTrace,
  index: number,
  kept: StepDpo,
  options: Pick<ReadOptions, "splitter">,
): Trace {
  const text = traceText(trace);
  const spans = stepSpans(trace, options);
  const stated = trace.labels?.(spans) ?? [];
  const ranges = rangesOfSteps(
    text,
    spans,
    kept.labels.filter((range) => range.trace === index),
  );
  const steps = spans.map((span, k): Step => {
    const label = labelOf(stated[k] ?? null, ranges[k] ?? null, trace);
    return { ...span, text: text.slice(span.start, span.end), ...label, value: trace.values?.[k] ?? null };
  });
  const verdict = kept.verdicts.findLast((one) => one.trace === index);
  const outcome = verdict?.outcome ?? trace.outcome ?? "unknown";
  return {
    name: trace.name ?? "",
    text,
    steps,
    fixedSteps: trace.fixed !== undefined,
    outcome,
    outcomeBy: outcome === "unknown" ? null : verdict === undefined ? "file" : (verdict.by ?? "person"),
    // Evaluations write "" where they found none.
    answer: trace.answer === undefined || trace.answer?.trim() === "" ? null : trace.answer,
  };
}

interface Labelled {
  readonly label: Label | null;
  readonly by: Source | null;
  readonly at: string | null;
}

/**
 * The file's own field and `step_dpo` together. Where the field can hold a label and says another, it was changed
 * since and wins; what it can't hold (neutral, not judged, a second error) is taken from `step_dpo`.
 */
function labelOf(stated: Label | null, range: RangeLabel | null, trace: ParsedTrace): Labelled {
  const fromFile: Labelled = {
    label: stated,
    by: stated === null ? null : (trace.labelsBy ?? "file"),
    at: null,
  };
  if (range === null) return fromFile;
  const holdable = range.label === "correct" || range.label === "incorrect";
  if (trace.writeLabel !== undefined && holdable && stated !== null && stated !== range.label)
    return fromFile;
  if (range.label === null) return { label: null, by: null, at: null };
  return { label: range.label, by: range.by ?? "person", at: range.at };
}

function pairsOf(parsed: Parsed, kept: StepDpo, traces: readonly Trace[]): Pair[] {
  const pairs: Pair[] = [];
  if (parsed.pair !== undefined) {
    const { trace, prefix, win, lose } = parsed.pair;
    const step = pairStep(parsed.pair, traces);
    pairs.push({
      trace,
      step,
      prefix,
      win,
      lose,
      run: kept.win?.step === step ? kept.win.run : null,
      from: "row",
    });
  } else if (kept.win !== null) {
    const { step, text, run } = kept.win;
    const [trace] = traces;
    const at = trace?.steps[step];
    const prefix = trace?.text.slice(0, at?.start ?? 0) ?? "";
    pairs.push({
      trace: trace === undefined ? null : 0,
      step,
      prefix,
      win: text,
      lose: at?.text ?? null,
      run,
      from: "row",
    });
  }
  return pairs;
}

/** The step that a row's pair is about: the one that its prefix ends in. */
export function pairStep(pair: ParsedPair, traces: readonly Pick<Trace, "text" | "steps">[]): number {
  const trace = pair.trace === null ? undefined : traces[pair.trace];
  return trace === undefined ? (pair.step ?? 0) : stepAtOffset(trace.text, trace.steps, pair.prefix.length);
}

/** Index of the step that holds the first visible character at or after an offset (the last step where none does). */
export function stepAtOffset(text: string, steps: readonly Span[], offset: number): number {
  const skipped = text.slice(offset);
  const at = offset + skipped.length - skipped.trimStart().length;
  const index = steps.findIndex((step) => at < step.end);
  return index < 0 ? Math.max(0, steps.length - 1) : index;
}
