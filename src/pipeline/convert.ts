import { applyTextEdits, type Change } from "../core/change.ts";
import { firstError, type Pair, type Row, type Trace } from "../core/model.ts";
import { sameStep } from "../core/normalise.ts";
import type { Format, JsonObject, ReadOptions } from "../formats/format.ts";
import { jsonEditsToTextEdits, recogniseRow } from "../formats/index.ts";
import type { RowView } from "../storage/types.ts";
import { plainText, recut, type Recut } from "./convertSteps.ts";

/** What became of one row. */
export interface ConvertedRow {
  /** Index of the row, from 0. */
  readonly row: number;
  /** Rows of the new format: one, or one for each trace or pair where the format holds one a row. */
  readonly values: readonly JsonObject[];
  /** What the new rows don't say any more, such as "2 labels". */
  readonly lost: readonly string[];
  /** Why there are no rows, or null. */
  readonly skipped: string | null;
}

/** How rows are converted. */
export interface ConvertOptions {
  /** Keep labels, gold and verdicts that the format has no place for under the rows' `step_dpo` key. */
  readonly keep: boolean;
  readonly read: ReadOptions;
}

/** Converts rows as they come; nothing is held. Rows that can't be read are skipped, with their error. */
export async function* convertRows(
  rows: AsyncIterable<RowView>,
  to: Format,
  options: ConvertOptions,
): AsyncGenerator<ConvertedRow> {
  for await (const view of rows) {
    if (view.row === null) {
      yield { row: view.index, values: [], lost: [], skipped: view.error ?? "it fits no known format" };
      continue;
    }
    yield { row: view.index, ...convertRow(view.row, to, options) };
  }
}

/** Converts one row, and says what the new rows don't hold, by reading them back. */
export function convertRow(row: Row, to: Format, options: ConvertOptions): Omit<ConvertedRow, "row"> {
  const values: JsonObject[] = [];
  const lost = new Map<string, number>();
  const pieces = divide(row, to);
  let unfit: string | null = null;
  for (const piece of pieces) {
    if (to.onlyRight === true && piece.traces.some(isWrong)) {
      unfit = `its trace is wrong, and what ${to.title} holds is taken to be right`;
      continue;
    }
    const created = to.create?.(piece) ?? null;
    if (created === null) continue;
    const value = options.keep ? withKept(created, piece, to, options.read) : created;
    const reads = recogniseRow(value);
    if (reads !== to) {
      unfit = `as ${to.title} it would read as ${reads?.title ?? "no format"}`;
      continue;
    }
    values.push(value);
    for (const [what, count] of missing(piece, to.read(value, options.read)))
      lost.set(what, (lost.get(what) ?? 0) + count);
  }
  if (values.length === 0) {
    return { values, lost: [], skipped: unfit ?? whyNot(row, to) };
  }
  const gone = leftOut(row, to, pieces.length - values.length);
  return {
    values,
    lost: [...[...lost].map(([what, count]) => counted(count, what)), ...gone],
    skipped: null,
  };
}

/** Whether a trace is known to be wrong, by its outcome or by a step of it. */
function isWrong(trace: Trace): boolean {
  return trace.outcome === "wrong" || firstError(trace) !== null;
}

/** The row in pieces that the format can hold one each. */
function divide(row: Row, to: Format): Row[] {
  if (to.can.pair) {
    return row.pairs.map((pair) => ({
      ...row,
      pairs: [{ ...pair, trace: pair.trace === null ? null : 0 }],
      traces: tracesOf(row, pair),
    }));
  }
  if (to.can.traces === "one" && row.traces.length > 0) {
    return row.traces.map((trace) => ({ ...row, traces: [trace], pairs: [] }));
  }
  return [{ ...row, pairs: [] }];
}

/** The traces that a pair is about: those that start with its prefix and one of its sides. */
function tracesOf(row: Row, pair: Pair): Trace[] {
  const own = pair.trace === null ? [] : [row.traces[pair.trace]];
  const side = row.traces.filter(
    (trace) => pair.win !== null && trace.text.startsWith(pair.prefix + pair.win),
  );
  return [...new Set([...own, ...side])].filter((trace) => trace !== undefined);
}

/** Puts what the new row doesn't say under its `step_dpo` key. */
function withKept(value: JsonObject, piece: Row, to: Format, options: ReadOptions): JsonObject {
  let raw = JSON.stringify(value);
  for (const { change, at } of changesToKeep(piece, to.read(value, options))) {
    // A label was given when it was given, not when it was copied.
    const now = at === null ? options.now : () => at;
    const result = to.write(JSON.parse(raw) as JsonObject, change, { ...options, now });
    if (result.kind === "row") raw = applyTextEdits(raw, jsonEditsToTextEdits(raw, result.edits)).text;
  }
  return JSON.parse(raw) as JsonObject;
}

/** A change, and when it was made first, where that is known. */
interface Kept {
  readonly change: Change;
  readonly at: string | null;
}

function changesToKeep(from: Row, to: Row): Kept[] {
  const kept: Kept[] = [];
  const keep = (change: Change, at: string | null = null): void => void kept.push({ change, at });
  if (from.gold.answer !== null && from.gold.answer !== to.gold.answer)
    keep({ kind: "gold", answer: from.gold.answer });
  for (const [trace, made] of to.traces.entries()) {
    const source = sameTrace(from, made);
    if (source === undefined) continue;
    if (source.outcome !== "unknown" && made.outcome !== source.outcome)
      keep({ kind: "verdict", trace, outcome: source.outcome });
    for (const [step, { step: now, holding }] of recut(made, source).entries()) {
      const [old] = holding;
      // Where it is cut across steps of several labels, none is true of all of it.
      if (old === undefined || holding.some(({ label }) => label !== old.label)) continue;
      if (old.label !== now.label)
        keep({ kind: "label", trace, step, label: old.label, by: old.by ?? "person" }, old.at);
    }
  }
  return kept;
}

/** The trace of the old row that a trace of the new one came from. */
function sameTrace(row: Row, trace: Trace): Trace | undefined {
  return (
    row.traces.find((one) => one.text === trace.text) ??
    row.traces.find((one) => sameText(one.text, trace.text)) ??
    row.traces.find((one) => startsWith(one.text, trace.text))
  );
}

function sameText(a: string, b: string): boolean {
  return a === b || ((a.trim() === "") === (b.trim() === "") && plainText(a) === plainText(b));
}

function startsWith(whole: string, start: string): boolean {
  return start.trim() !== "" && plainText(whole).startsWith(plainText(start));
}

/** What a new row says less than the piece it was made of, and how many of each. */
function missing(from: Row, to: Row): [string, number][] {
  const found: [string, number][] = [];
  const note = (what: string, count: number): void => {
    if (count > 0) found.push([what, count]);
  };
  note("problem", sameText(from.problem, to.problem) ? 0 : 1);
  for (const what of goldMissing(from, to)) note(what, 1);
  const sources = to.traces.map((one) => sameTrace(from, one));
  const pairs = from.traces.map((trace) => {
    const at = sources.indexOf(trace);
    return [trace, at < 0 ? undefined : to.traces[at]] as const;
  });
  note("trace", pairs.filter(([, made]) => made === undefined).length);
  for (const [trace, made] of pairs) if (made !== undefined) missingOfTrace(trace, made, note);
  note(
    "pair",
    from.pairs.filter((pair) => pair.win !== null && !to.pairs.some((one) => samePair(pair, one))).length,
  );
  note("other field", from.meta.filter((field) => !to.meta.some((one) => one.name === field.name)).length);
  return found;
}

function goldMissing({ gold }: Row, to: Row): string[] {
  // A trace that is known right is its own gold: it is there, or missing as a trace.
  if (gold.by === "trace") return [];
  const { answer, solution } = gold;
  return [
    ...(answer !== null && answer !== to.gold.answer ? ["gold answer"] : []),
    ...(solution !== null && !sameText(solution, to.gold.solution ?? "") ? ["worked solution"] : []),
  ];
}

function samePair(a: Pair, b: Pair): boolean {
  return (
    sameStep(a.win ?? "", b.win ?? "") && sameStep(a.lose ?? "", b.lose ?? "") && sameText(a.prefix, b.prefix)
  );
}

function missingOfTrace(from: Trace, to: Trace, note: (what: string, count: number) => void): void {
  const steps = recut(from, to);
  const count = (test: (one: Recut) => boolean): number => steps.filter(test).length;
  note(
    "step",
    count(({ holding }) => holding.length === 0),
  );
  note(
    "step cut",
    count(({ same, holding }) => same === undefined && holding.length > 0),
  );
  note(
    "label",
    count(({ step: { label }, holding }) => label !== null && !holding.some((made) => made.label === label)),
  );
  note(
    "step value",
    count(({ step: { value }, same }) => value !== null && same?.value !== value),
  );
  note("outcome", from.outcome !== "unknown" && to.outcome !== from.outcome ? 1 : 0);
  note("stated answer", from.answer !== null && to.answer !== from.answer ? 1 : 0);
  note("trace name", from.name !== "" && to.name !== from.name ? 1 : 0);
}

/** What no piece held, since the format holds another kind of thing. */
function leftOut(row: Row, to: Format, notMade: number): string[] {
  const gone: string[] = [];
  if (notMade > 0) gone.push(counted(notMade, to.can.pair ? "pair" : "trace"));
  if (!to.can.pair && row.pairs.some((pair) => pair.win !== null))
    gone.push(counted(row.pairs.length, "pair"));
  return gone;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function whyNot(row: Row, to: Format): string {
  if (to.create === undefined) return `${to.title} is not written, only read`;
  if (to.can.pair) return row.pairs.length === 0 ? "it has no pair" : "its pair lacks win or lose";
  if (to.can.traces !== "none" && row.traces.length === 0) return "it has no trace";
  if (
    to.can.labels !== "none" &&
    row.traces.some((trace) => trace.steps.every((step) => step.label === null))
  ) {
    return "its steps are not labelled";
  }
  if (row.gold.answer === null) return "it has no gold answer";
  return `${to.title} can't hold it: a label, an outcome or a measured value that it must have is missing`;
}
