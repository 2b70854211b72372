import { firstError, hasWin, type Row, type Trace } from "../../core/model.ts";
import { gradeTrace } from "../facts.ts";
import { rememberingGrader } from "./rememberingGrader.ts";
import { judgeDisagrees } from "./judgeDisagrees.ts";
import type { Condition } from "../../core/query.ts";

/** What conditions and sorting ask of a row. */
export interface RowFacts {
  /** Bits of `flagOf`. */
  readonly flags: number;
  /** Index (from 0) of the first step labelled incorrect, in the trace where that comes first; null where none is. */
  readonly firstError: number | null;
  /** Steps of all traces. */
  readonly steps: number;
  readonly traces: number;
  /** Characters (UTF-16) of all traces; of the problem, where the row has none. */
  readonly length: number;
  /** Share of the traces that end right, of those whose outcome is known; null where none is. */
  readonly winRate: number | null;
}

/** Bits of a row's flags, in the order in which facets show them. */
export const flagNames = [
  "outcome=right",
  "outcome=wrong",
  "outcome=unknown",
  "label=correct",
  "label=neutral",
  "label=incorrect",
  "unlabelled",
  "disagree",
  "judge-disagrees",
  "win",
  "no-win",
  "unreadable",
] as const;

/** The flag of a condition that is one; null for `edited` and for fields, which no row's meaning says. */
export function flagOf(condition: Condition): number | null {
  if (condition.kind === "field" || condition.kind === "edited") return null;
  if (condition.kind === "outcome") return bit(`outcome=${condition.is}`);
  if (condition.kind === "label") return bit(`label=${condition.is}`);
  return bit(condition.kind);
}

const bits = new Map<string, number>(flagNames.map((name, at) => [name, 1 << at]));

function bit(name: (typeof flagNames)[number]): number {
  return bits.get(name) ?? 0;
}

const unreadable: RowFacts = {
  flags: bit("unreadable"),
  firstError: null,
  steps: 0,
  traces: 0,
  length: 0,
  winRate: null,
};

/** Datasets hold many traces of one problem, and few different numbers. */
const grade = rememberingGrader();

/** The facts of a row; null stands for one that can't be read. */
export function rowFacts(row: Row | null): RowFacts {
  if (row === null) return unreadable;
  let flags = row.pairs.some(hasWin) ? bit("win") : 0;
  let [error, steps, length, right, known] = [Infinity, 0, 0, 0, 0];
  row.traces.forEach((trace, index) => {
    const { outcome, disagree } = gradeTrace(row, trace, grade);
    flags |= bit(`outcome=${outcome}`) | labelFlags(trace);
    if (disagree) flags |= bit("disagree");
    if (judgeDisagrees(trace)) flags |= bit("judge-disagrees");
    if (outcome === "wrong" && !traceHasWin(row, index)) flags |= bit("no-win");
    error = Math.min(error, firstError(trace) ?? Infinity);
    steps += trace.steps.length;
    length += trace.text.length;
    right += outcome === "right" ? 1 : 0;
    known += outcome === "unknown" ? 0 : 1;
  });
  return {
    flags,
    firstError: error === Infinity ? null : error,
    steps,
    traces: row.traces.length,
    length: row.traces.length === 0 ? row.problem.length : length,
    winRate: known === 0 ? null : right / known,
  };
}

function labelFlags({ steps }: Trace): number {
  let flags = 0;
  for (const { label } of steps) if (label !== null) flags |= bit(`label=${label}`);
  return flags === 0 && steps.length > 0 ? bit("unlabelled") : flags;
}

/** A pair that names no trace is about the row's only one. */
function traceHasWin({ pairs }: Row, trace: number): boolean {
  return pairs.some((pair) => hasWin(pair) && (pair.trace === null || pair.trace === trace));
}
