import type { Span } from "../core/model.ts";
import type { RangeLabel } from "./stepDpo.ts";
import type { JsonObject } from "./format.ts";

/**
 * For each step the labelled range that it overlaps most; one that is incorrect comes first, since a step with an error in
 * it is wrong, however long the rest. A range that a step only brushes is passed over: they must share half of the shorter
 * of the two.
 */
export function rangesOfSteps(
  text: string,
  steps: readonly Span[],
  ranges: readonly RangeLabel[],
): (RangeLabel | null)[] {
  if (ranges.length === 0) return steps.map(() => null);
  return steps.map((step) => {
    const body = visible(text, step);
    let best: RangeLabel | null = null;
    let most = 0;
    for (const range of ranges) {
      const shared = overlap(body, range);
      const enough = shared * 2 >= Math.min(body.end - body.start, range.end - range.start);
      const weight = shared + (range.label === "incorrect" ? text.length : 0);
      if (shared > 0 && weight > most && enough) [best, most] = [range, weight];
    }
    return best;
  });
}

/** A step without the white space around it: what a label is anchored to. */
export function visible(text: string, span: Span): Span {
  const inside = text.slice(span.start, span.end);
  const start = span.start + inside.length - inside.trimStart().length;
  return { start, end: Math.max(start, span.start + inside.trimEnd().length) };
}

function overlap(a: Span, b: Span): number {
  return Math.min(a.end, b.end) - Math.max(a.start, b.start);
}

/** Label entries without what they say of a stretch; those that reach beyond it keep the rest. */
export function clearRange(ranges: readonly RangeLabel[], trace: number, span: Span): JsonObject[] {
  return ranges.flatMap((range) => {
    if (range.trace !== trace || overlap(range, span) <= 0) return [range.entry];
    const rest: JsonObject[] = [];
    if (range.start < span.start) rest.push({ ...range.entry, end: span.start });
    if (range.end > span.end) rest.push({ ...range.entry, start: span.end });
    return rest;
  });
}

/** A replaced stretch of a trace's text. */
export interface Replaced extends Span {
  /** Length of what stands there now. */
  readonly length: number;
}

/** Label entries moved along with the text that they are anchored to; what has lost all its text goes. */
export function shiftRanges(ranges: readonly RangeLabel[], trace: number, replaced: Replaced): JsonObject[] {
  const delta = replaced.length - (replaced.end - replaced.start);
  const moved = (at: number, isEnd: boolean): number => {
    if (at < replaced.start || (at === replaced.start && !(isEnd && replaced.start === replaced.end)))
      return at;
    if (at >= replaced.end) return at + delta;
    return isEnd ? replaced.start + replaced.length : replaced.start;
  };
  return ranges.flatMap((range) => {
    if (range.trace !== trace) return [range.entry];
    const [start, end] = [moved(range.start, false), moved(range.end, true)];
    if (end <= start) return [];
    return start === range.start && end === range.end ? [range.entry] : [{ ...range.entry, start, end }];
  });
}
