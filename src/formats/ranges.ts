import type { Span } from "../core/model.ts";
import type { RangeLabel } from "./stepDpo.ts";
import type { JsonObject } from "./format.ts";

/**
 * For each step the labelled range that it overlaps most; one that is incorrect comes first, since a step with an error in
 * it is wrong, however long the rest. A range that a step only brushes is passed over: they must share half of the shorter
 * of the two, or all ranges with its label half of the step. White space counts nothing.
 */
export function rangesOfSteps(
  text: string,
  steps: readonly Span[],
  ranges: readonly RangeLabel[],
): (RangeLabel | null)[] {
  if (ranges.length === 0) return steps.map(() => null);
  const seen = visibleUpTo(text);
  const upTo = (at: number): number => seen[Math.min(at, text.length)] ?? 0;
  const sizeOf = ({ start, end }: Span): number => Math.max(0, upTo(end) - upTo(start));
  return steps.map((step) => {
    const sharing = ranges
      .map((range) => ({ range, shared: sizeOf(common(step, range)) }))
      .filter(({ shared }) => shared > 0);
    let best: RangeLabel | null = null;
    let most = 0;
    for (const { range, shared } of sharing) {
      const alike = sharing.filter((one) => one.range.label === range.label);
      const together = alike.reduce((sum, one) => sum + one.shared, 0);
      const enough = shared * 2 >= sizeOf(range) || together * 2 >= sizeOf(step);
      const weight = shared + (range.label === "incorrect" ? text.length : 0);
      if (weight > most && enough) [best, most] = [range, weight];
    }
    return best;
  });
}

/** How many visible characters (UTF-16 units) a text has before each place, its end included. */
function visibleUpTo(text: string): Uint32Array {
  const counts = new Uint32Array(text.length + 1);
  for (let at = 0; at < text.length; at++)
    counts[at + 1] = (counts[at] ?? 0) + (text.charAt(at).trim() === "" ? 0 : 1);
  return counts;
}

/** A step without the white space around it: what a label is anchored to. */
export function visible(text: string, span: Span): Span {
  const inside = text.slice(span.start, span.end);
  const start = span.start + inside.length - inside.trimStart().length;
  return { start, end: Math.max(start, span.start + inside.trimEnd().length) };
}

/** What two stretches share; its end is before its start where that is nothing. */
function common(a: Span, b: Span): Span {
  return { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
}

/** Label entries without what they say of a stretch; those that reach beyond it keep the rest. */
export function clearRange(ranges: readonly RangeLabel[], trace: number, span: Span): JsonObject[] {
  return ranges.flatMap((range) => {
    const both = common(range, span);
    if (range.trace !== trace || both.end <= both.start) return [range.entry];
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
