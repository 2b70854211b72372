import { nativePrefix, stepBody, stepForm } from "../core/prefix.ts";
import type { Change, Win } from "../core/change.ts";
import type { Pair, Row, Trace } from "../core/model.ts";
import { dirname, join } from "node:path";
import { checksum } from "./files/checksum.ts";
import { KeyedLines } from "./containers/keyedLines.ts";
import { datasetName } from "./names.ts";

/** A pair's place: row, trace and step, from 0. */
export interface PairPlace {
  readonly row: number;
  readonly trace: number;
  readonly step: number;
}

/** Key of a pair's line: `a.jsonl` and `a.json` share a file, and rows move, so that its problem is part of it. */
export function pairKey({ row, trace, step }: PairPlace, problem: string): string {
  return `${row + 1},${trace + 1},${step + 1},${checksum(problem)}`;
}

/** `<name>.pairs.jsonl` beside a dataset: accepted pairs of formats that have no place for them. */
export class PairFile extends KeyedLines {
  #keys: Map<number, string[]> | null = null;

  constructor(dataset: string) {
    super(join(dirname(dataset), `${datasetName(dataset)}.pairs.jsonl`), (line) => {
      const value = parseObject(line);
      const place = placeOf(value);
      return place === null ? null : pairKey(place, text(value?.["prompt"]));
    });
  }

  /** Lines of a row's pairs, by trace and step. @throws StorageError */
  async ofRow(row: number): Promise<string[]> {
    this.#keys ??= keysByRow(this.keys());
    const lines = await Promise.all((this.#keys.get(row) ?? []).map((key) => this.get(key)));
    return lines.filter((line) => line !== null);
  }

  /** Rows that have pairs, in no order. */
  rows(): number[] {
    this.#keys ??= keysByRow(this.keys());
    return [...this.#keys.keys()];
  }

  /** The same as they are in the file, unsaved changes left out. @throws StorageError */
  async ofRowOnDisk(row: number): Promise<string[]> {
    const keys = this.keysOnDisk().filter((key) => key.startsWith(`${row + 1},`));
    const lines = await Promise.all((keysByRow(keys).get(row) ?? []).map((key) => this.onDisk(key)));
    return lines.filter((line) => line !== null);
  }

  protected override keysChanged(): void {
    this.#keys = null;
  }
}

function keysByRow(keys: readonly string[]): Map<number, string[]> {
  const rows = new Map<number, string[]>();
  const order = new Intl.Collator("en", { numeric: true });
  for (const key of [...keys].sort((a, b) => order.compare(a, b))) {
    const row = Number.parseInt(key, 10) - 1;
    const known = rows.get(row);
    if (known === undefined) rows.set(row, [key]);
    else known.push(key);
  }
  return rows;
}

/** The line of a pair after a change to it; null where the change removes it, or there is nothing to pair. */
export function changedPairLine(
  row: Row,
  index: number,
  change: Extract<Change, { kind: "win" | "lose" }>,
  old: string | null,
  dataset: string,
): string | null {
  const trace = row.traces[change.trace];
  if (trace?.steps[change.step] === undefined) return null;
  const before = old === null ? null : parseObject(old);
  if (change.kind === "win")
    return change.win === null ? null : pairLine(row, index, trace, change, change.win, before, dataset);
  const fresh = before ?? freshPair(row, index, trace, change, dataset);
  return JSON.stringify({ ...fresh, rejected: change.text });
}

function pairLine(
  row: Row,
  index: number,
  trace: Trace,
  at: Pick<PairPlace, "trace" | "step">,
  win: Win,
  before: Record<string, unknown> | null,
  dataset: string,
): string {
  const pair = before ?? freshPair(row, index, trace, at, dataset);
  const place = { ...(pair["step_dpo"] as object), ...(win.run === null ? {} : { run: win.run }) };
  return JSON.stringify({
    ...pair,
    chosen: win.text,
    full_chosen: win.continuation ?? win.text,
    step_dpo: place,
  });
}

/** The fields of Math-Step-DPO-10K, in its order, and our key. */
function freshPair(
  row: Row,
  index: number,
  trace: Trace,
  { trace: traceIndex, step }: Pick<PairPlace, "trace" | "step">,
  dataset: string,
): Record<string, unknown> {
  const native = nativePrefix(trace, step);
  return {
    dataset,
    prompt: row.problem,
    initial_reason_steps: stepForm(trace, step),
    chosen: "",
    rejected: stepBody(trace, step),
    full_chosen: "",
    full_rejected: trace.text.slice(native.length),
    answer: row.gold.answer ?? "",
    step_dpo: { row: index + 1, trace: traceIndex + 1, step: step + 1, start: trace.steps[step]?.start ?? 0 },
  };
}

/** Pairs of the sidecar file that belong to a row, in the field's words; a line about another problem is left out. */
export function pairsOf(row: Row, lines: readonly string[]): Pair[] {
  return lines.flatMap((line) => {
    const value = parseObject(line);
    const place = placeOf(value);
    if (value === null || place === null || value["prompt"] !== row.problem) return [];
    const trace = row.traces[place.trace];
    const step = trace === undefined ? place.step : anchoredStep(trace, place);
    const run = (value["step_dpo"] as Record<string, unknown>)["run"];
    const pair: Pair = {
      trace: trace === undefined || step >= trace.steps.length ? null : place.trace,
      step,
      prefix:
        trace === undefined || step >= trace.steps.length
          ? text(value["initial_reason_steps"])
          : nativePrefix(trace, step),
      win: text(value["chosen"]) === "" ? null : text(value["chosen"]),
      lose: text(value["rejected"]),
      run: typeof run === "string" ? run : null,
      from: "sidecar",
    };
    return [pair];
  });
}

/** The step that starts where the pair's step started, whatever splitter cuts the trace now. */
function anchoredStep(trace: Trace, place: PairPlace & { start: number | null }): number {
  const found = trace.steps.findIndex((step) => step.start === place.start);
  return found < 0 ? place.step : found;
}

function placeOf(value: Record<string, unknown> | null): (PairPlace & { start: number | null }) | null {
  const place = value?.["step_dpo"];
  if (typeof place !== "object" || place === null) return null;
  const { row, trace, step, start } = place as Record<string, unknown>;
  if (typeof row !== "number" || typeof trace !== "number" || typeof step !== "number") return null;
  return { row: row - 1, trace: trace - 1, step: step - 1, start: typeof start === "number" ? start : null };
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
