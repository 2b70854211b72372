import type { Change } from "../core/change.ts";
import type { Row, Trace } from "../core/model.ts";
import { keepSeparator } from "../core/prefix.ts";
import { isText, valueAt } from "./fields.ts";
import type { JsonEdit, JsonObject, ReadOptions, WriteResult } from "./format.ts";
import type { Parsed, ParsedTrace, Part } from "./parsed.ts";
import { clearRange, shiftRanges, visible, type Replaced } from "./ranges.ts";
import { rowOf, stepSpans } from "./read.ts";
import { labelEntry, readStepDpo, setStepDpo, type StepDpo } from "./stepDpo.ts";

type Of<Kind extends Change["kind"]> = Extract<Change, { kind: Kind }>;

/** A row that is to be changed: as JSON, taken apart, and in the field's words. */
interface Target {
  readonly value: JsonObject;
  readonly parsed: Parsed;
  readonly kept: StepDpo;
  readonly row: Row;
  readonly options: ReadOptions;
}

/** What one change sets in a row that a format has taken apart. */
export function writeChange(
  value: JsonObject,
  parsed: Parsed,
  change: Change,
  options: ReadOptions,
): WriteResult {
  const kept = readStepDpo(value);
  const target: Target = { value, parsed, kept, row: rowOf(parsed, kept, options), options };
  switch (change.kind) {
    case "label":
      return writeLabel(target, change);
    case "stepText":
      return writeStepText(target, change);
    case "win":
      return writeWin(target, change);
    case "lose":
      return writeLose(target, change);
    case "gold":
      return writeGold(target, change);
    case "verdict":
      return writeVerdict(target, change);
    case "values":
      return writeValues(target, change);
  }
}

function refused(reason: string): WriteResult {
  return { kind: "refused", reason };
}

function done(edits: readonly JsonEdit[]): WriteResult {
  return { kind: "row", edits };
}

interface At {
  readonly trace: Trace;
  readonly parsed: ParsedTrace;
}

function traceAt({ row, parsed }: Target, index: number): At | string {
  const [trace, from] = [row.traces[index], parsed.traces[index]];
  if (trace !== undefined && from !== undefined) return { trace, parsed: from };
  return row.traces.length === 0
    ? "This row has no trace."
    : `There is no trace ${index + 1}: the row has ${row.traces.length}.`;
}

function noStep(trace: Trace, step: number): string {
  return `There is no step ${step + 1}: the trace has ${trace.steps.length} steps.`;
}

function writeLabel(target: Target, change: Of<"label">): WriteResult {
  const at = traceAt(target, change.trace);
  if (typeof at === "string") return refused(at);
  const step = at.trace.steps[change.step];
  if (step === undefined) return refused(noStep(at.trace, change.step));
  const labels = at.trace.steps.map((one, k) => (k === change.step ? change.label : one.label));
  const written = at.parsed.writeLabel?.(change.step, change.label, labels, target.options) ?? null;
  const stated = at.parsed.labels?.(stepSpans(at.parsed, target.options))[change.step] ?? null;
  const exact = written?.exact === true;
  const keep = exact
    ? target.options.provenance && change.label !== null
    : change.label !== null || stated !== null;
  const span = visible(at.trace.text, step);
  const entries = clearRange(target.kept.labels, change.trace, step);
  if (keep) {
    const when = { by: change.by, at: target.options.now() };
    const entry = { ...span, trace: change.trace, label: change.label, ...when };
    entries.push(labelEntry(entry, target.row.traces.length > 1));
  }
  return done([...(written?.edits ?? []), ...setStepDpo(target.value, { labels: sorted(entries) })]);
}

function sorted(entries: readonly JsonObject[]): JsonObject[] {
  const place = (entry: JsonObject, key: string): number => Number(entry[key] ?? 0);
  return [...entries].sort(
    (a, b) => place(a, "trace") - place(b, "trace") || place(a, "start") - place(b, "start"),
  );
}

function writeStepText(target: Target, change: Of<"stepText">): WriteResult {
  const at = traceAt(target, change.trace);
  if (typeof at === "string") return refused(at);
  const step = at.trace.steps[change.step];
  if (step === undefined) return refused(noStep(at.trace, change.step));
  if (change.text.trim() === "") return refused("A step can't be empty.");
  const next = keepSeparator(step.text, change.text);
  return replaceText(target, change.trace, { start: step.start, end: step.end }, next);
}

/** Replaces a stretch of a trace's text: the part of the row that holds it, and the labels anchored after it. */
function replaceText(
  target: Target,
  index: number,
  span: { start: number; end: number },
  next: string,
): WriteResult {
  const at = traceAt(target, index);
  if (typeof at === "string") return refused(at);
  const change = smallest(at.trace.text.slice(span.start, span.end), next, span.start);
  if (change === null) return done([]);
  const found = partFor(at.parsed.parts, change, span);
  if (found === null) {
    return refused(
      "This changes text that the row doesn't hold in one place, such as the marker that ends the prefix. Change the text after the marker alone.",
    );
  }
  return replaceIn(target, index, found, change);
}

function replaceIn(target: Target, index: number, { part, start }: PartAt, change: TextChange): WriteResult {
  const text = part.text.slice(0, change.start - start) + change.text + part.text.slice(change.end - start);
  const edits = part.write?.(text) ?? [];
  if (part.follows?.(text) === true) return done(edits);
  return done([...edits, ...shiftLabels(target, part, change, start, index)]);
}

interface PartAt {
  readonly part: Part;
  /** Offset in the trace's text. */
  readonly start: number;
}

interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What differs between two texts, as one stretch; null where nothing does. */
function smallest(old: string, next: string, offset: number): TextChange | null {
  if (old === next) return null;
  const shorter = Math.min(old.length, next.length);
  let head = 0;
  while (head < shorter && old[head] === next[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === next.at(-1 - tail)) tail++;
  return {
    start: offset + head,
    end: offset + old.length - tail,
    text: next.slice(head, next.length - tail),
  };
}

/** The last writable part, inside the stretch, that holds all of a change. */
function partFor(
  parts: readonly Part[],
  change: TextChange,
  span: { start: number; end: number },
): PartAt | null {
  let start = 0;
  let found: PartAt | null = null;
  for (const part of parts) {
    const end = start + part.text.length;
    const inside =
      start < span.end ? end > span.start || start >= span.start : start === end && start === span.end;
    if (part.write !== null && inside && start <= change.start && change.end <= end) found = { part, start };
    start = end;
  }
  return found;
}

/** The same text of the row can lie in several traces (a pair's prefix); the labels of each move along. */
function shiftLabels(
  target: Target,
  part: Part,
  change: TextChange,
  partStart: number,
  index: number,
): JsonEdit[] {
  let labels = target.kept.labels;
  for (const [k, trace] of target.parsed.traces.entries()) {
    const start = k === index ? partStart : startOf(trace.parts, part.field);
    if (start === null) continue;
    const replaced: Replaced = {
      start: change.start - partStart + start,
      end: change.end - partStart + start,
      length: change.text.length,
    };
    labels = shifted(labels, k, replaced);
  }
  return labelEdits(target, labels);
}

function shifted(labels: StepDpo["labels"], trace: number, replaced: Replaced): StepDpo["labels"] {
  return readStepDpo({ step_dpo: { version: 1, labels: shiftRanges(labels, trace, replaced) } }).labels;
}

function labelEdits({ value, kept }: Target, labels: StepDpo["labels"]): JsonEdit[] {
  return labels === kept.labels ? [] : setStepDpo(value, { labels: labels.map((label) => label.entry) });
}

function startOf(parts: readonly Part[], field: string | undefined): number | null {
  let start = 0;
  for (const part of parts) {
    if (field !== undefined && part.field === field) return start;
    start += part.text.length;
  }
  return null;
}

function isRowsPair(target: Target, change: { trace: number; step: number }): boolean {
  const pair = target.row.pairs[0];
  if (target.parsed.pair === undefined || pair === undefined) return false;
  return (pair.trace === null || pair.trace === change.trace) && pair.step === change.step;
}

function writeWin(target: Target, change: Of<"win">): WriteResult {
  const pair = target.parsed.pair;
  if (pair?.writeWin === undefined || !isRowsPair(target, change)) return { kind: "sidecar" };
  const edits = pair.writeWin(change.win?.text ?? null, change.win?.continuation ?? null);
  if (edits === null) return refused("This row's pair can't be without a win.");
  const run = change.win?.run ?? null;
  const origin =
    change.win !== null && run !== null && target.options.provenance
      ? { step: change.step + 1, text: change.win.text, run }
      : undefined;
  const labels = winLabels(target, change.win?.text ?? "");
  return done([
    ...edits,
    ...setStepDpo(target.value, { win: origin, ...(labels === null ? {} : { labels }) }),
  ]);
}

/** Labels of the trace that the win is in lose their text with it. */
function winLabels(target: Target, text: string): JsonObject[] | null {
  const { pair, traces } = target.parsed;
  const index = traces.findIndex((_, k) => k !== pair?.trace);
  if (pair === undefined || index < 0 || !target.kept.labels.some((label) => label.trace === index))
    return null;
  const start = pair.prefix.length;
  const gone = { start, end: target.row.traces[index]?.text.length ?? start, length: text.length };
  return clearRange(target.kept.labels, index, gone);
}

function writeLose(target: Target, change: Of<"lose">): WriteResult {
  const pair = target.parsed.pair;
  if (pair?.trace === undefined || pair.trace === null || !isRowsPair(target, change))
    return { kind: "sidecar" };
  const found = partAfter(target.parsed.traces[pair.trace]?.parts ?? [], pair.prefix.length);
  const replaced = smallest(pair.lose ?? "", change.text, pair.prefix.length);
  if (replaced === null) return done([]);
  return found === null ? { kind: "sidecar" } : replaceIn(target, pair.trace, found, replaced);
}

/** The first writable part from an offset on. */
function partAfter(parts: readonly Part[], offset: number): PartAt | null {
  let start = 0;
  for (const part of parts) {
    if (start >= offset && part.write !== null) return { part, start };
    start += part.text.length;
  }
  return null;
}

function writeGold({ value, parsed, kept }: Target, change: Of<"gold">): WriteResult {
  if (parsed.writeGold === undefined) return done(setStepDpo(value, { gold: change.answer ?? undefined }));
  const edits = parsed.writeGold(change.answer);
  if (edits !== null) return done([...edits, ...setStepDpo(value, { gold: undefined })]);
  if (change.answer !== null || kept.gold !== null)
    return done(setStepDpo(value, { gold: change.answer ?? undefined }));
  return refused("This format's gold answer can't be taken away, only changed.");
}

function writeVerdict(target: Target, change: Of<"verdict">): WriteResult {
  const at = traceAt(target, change.trace);
  if (typeof at === "string") return refused(at);
  const several = target.row.traces.length > 1;
  const others = target.kept.verdicts.filter((one) => one.trace !== change.trace);
  const outcome = change.outcome === "unknown" ? null : change.outcome;
  if (outcome === null && at.parsed.outcome !== undefined && at.parsed.outcome !== "unknown") {
    if (others.length === target.kept.verdicts.length)
      return refused("The file states this outcome: it can be changed to right or wrong, not taken away.");
  }
  const edits = outcome === null ? [] : (at.parsed.writeOutcome?.(outcome) ?? null);
  const keep =
    outcome !== null && (edits === null || at.parsed.writeOutcome === undefined || target.options.provenance);
  const all = keep ? [...others, { trace: change.trace, outcome, by: "person" as const }] : others;
  return done([...(edits ?? []), ...setStepDpo(target.value, { verdict: verdictValue(all, several) })]);
}

function verdictValue(all: StepDpo["verdicts"], several: boolean): JsonObject | JsonObject[] | undefined {
  const values = all.map(({ trace, outcome, by }): JsonObject => ({
    ...(several ? { trace } : {}),
    outcome,
    ...(by === null ? {} : { by }),
  }));
  return several ? values : values[0];
}

/** Values as they are given; labels anchored in a text that changes move along. */
function writeValues(target: Target, { edits }: Of<"values">): WriteResult {
  if (edits.some(({ path: [first] }) => first === "step_dpo")) return done(edits);
  let labels = target.kept.labels;
  for (const [index, { parts }] of target.parsed.traces.entries()) {
    // From the last part on, so that the offsets of those before still hold.
    let start = parts.reduce((length, part) => length + part.text.length, 0);
    for (const part of parts.toReversed()) {
      start -= part.text.length;
      const edit = edits.find(({ path }) => JSON.stringify(path) === part.field);
      const whole = edit !== undefined && valueAt(target.value, edit.path) === part.text;
      const text = whole && isText(edit.value) ? edit.value : part.text;
      const change = part.follows?.(text) === true ? null : smallest(part.text, text, start);
      if (change !== null) labels = shifted(labels, index, { ...change, length: change.text.length });
    }
  }
  return done([...edits, ...labelEdits(target, labels)]);
}
