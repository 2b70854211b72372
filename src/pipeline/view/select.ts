import type { Condition, Query } from "../../core/query.ts";
import type { DatasetSession, RowView, SearchHit } from "../../storage/types.ts";
import type { FactTable } from "./factTable.ts";
import { passes } from "./passes.ts";
import { flagOf } from "./rowFacts.ts";
import type { SessionTable } from "./sessionTable.ts";

/** Rows that passed, some at a time. */
export interface Selected {
  readonly rows: readonly number[];
  /** What a text search found in them. */
  readonly hits: readonly SearchHit[];
  /** Of the rows before this one all that pass have come. */
  readonly decided: number;
}

/**
 * Rows from `from` on that a query takes, as they are found.
 * @throws StorageError where the query can't be used or the dataset can't be read; the signal's reason where aborted
 */
export function select(
  session: DatasetSession,
  facts: SessionTable,
  query: Query,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Selected> {
  if (query.sort !== "file") facts.start();
  const raw = query.text !== "" || query.conditions.some((condition) => condition.kind === "field");
  return raw ? bySearch(session, facts, query, from, signal) : byFacts(session, facts, query, from, signal);
}

async function* byFacts(
  session: DatasetSession,
  facts: SessionTable,
  query: Query,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Selected> {
  const edited = query.conditions.some(isEdited) ? await editedRows(session) : null;
  const masks = masksOf(query.conditions);
  if (edited !== null && masks.length === 0) {
    const rows = [...edited].filter((row) => row >= from).sort((a, b) => a - b);
    yield { rows, hits: [], decided: session.info.rows };
    return;
  }
  facts.start();
  await facts.settled(signal);
  for (let at = from; ;) {
    const { table } = facts;
    const rows: number[] = [];
    for (; at < table.known; at++) {
      if ((edited === null || edited.has(at)) && hasAll(table, at, masks)) rows.push(at);
    }
    yield { rows, hits: [], decided: at };
    signal.throwIfAborted();
    if (at < facts.table.known) continue;
    if (session.info.indexed && at >= session.info.rows) return;
    await facts.grown(signal);
  }
}

async function* bySearch(
  session: DatasetSession,
  facts: SessionTable,
  { text, regex, caseSensitive, field, conditions }: Query,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Selected> {
  const first = new Set(session.edits.map((edit) => edit.row));
  const kind = regex ? "regex" : "literal";
  const where = conditions.length === 0 ? null : whereOf(facts, conditions);
  for await (const hit of session.search({ text, kind, caseSensitive, field, where }, signal)) {
    if (hit.row < from) continue;
    // Rows with unsaved edits come first, the others in the order of the file.
    yield { rows: [hit.row], hits: text === "" ? [] : [hit], decided: first.has(hit.row) ? 0 : hit.row + 1 };
  }
  yield { rows: [], hits: [], decided: session.info.rows };
}

/** Looks up what is known, and works out the rest. */
function whereOf(facts: SessionTable, conditions: readonly Condition[]): (view: RowView) => boolean {
  const masks = masksOf(conditions);
  const others = conditions.filter((condition) => flagOf(condition) === null);
  return (view) => {
    if (!facts.isKnown(view.index)) return passes(view, conditions);
    return hasAll(facts.table, view.index, masks) && passes(view, others);
  };
}

function masksOf(conditions: readonly Condition[]): number[] {
  return conditions.map(flagOf).filter((flag) => flag !== null);
}

function hasAll(table: FactTable, row: number, masks: readonly number[]): boolean {
  const flags = table.flags(row);
  return masks.every((mask) => (flags & mask) !== 0);
}

function isEdited({ kind }: Condition): boolean {
  return kind === "edited";
}

/** Rows that differ from what is saved; edits that undo each other leave none. */
export async function editedRows(session: DatasetSession): Promise<ReadonlySet<number>> {
  const rows = new Set<number>();
  for (const row of new Set(session.edits.map((edit) => edit.row))) {
    if ((await session.row(row)).edited) rows.add(row);
  }
  return rows;
}
