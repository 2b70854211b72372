import type { Condition, Query } from "../../core/query.ts";
import { byFacet } from "../../core/queryWords.ts";
import type { DatasetSession, SearchHit } from "../../storage/types.ts";
import { fieldTest } from "./fieldValues.ts";
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
export async function* select(
  session: DatasetSession,
  facts: SessionTable,
  query: Query,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Selected> {
  const { text, sort, conditions } = query;
  if (sort !== "file") facts.start();
  await facts.settled(signal);
  const edited = conditions.some(isEdited) ? await editedRows(session) : null;
  const tests = text === "" ? testsOf(facts, conditions, edited) : null;
  if (tests === null) yield* bySearch(session, facts, query, edited, from, signal);
  else if (edited !== null && conditions.every(isEdited)) yield these(edited, from, session.info.rows);
  else yield* byFacts(session, facts, tests, from, signal);
}

type RowTest = (row: number) => boolean;

/** A test of known rows for each facet; null where one needs the rows themselves. */
function testsOf(
  facts: SessionTable,
  conditions: readonly Condition[],
  edited: ReadonlySet<number> | null,
): readonly RowTest[] | null {
  const tests: RowTest[] = [];
  for (const values of byFacet(conditions)) {
    const any = values.map((condition) => testOf(facts, condition, edited));
    const known = any.filter((test) => test !== null);
    if (known.length < any.length) return null;
    const [only] = known;
    tests.push(known.length === 1 && only !== undefined ? only : (row) => known.some((test) => test(row)));
  }
  return tests;
}

function testOf(
  facts: SessionTable,
  condition: Condition,
  edited: ReadonlySet<number> | null,
): RowTest | null {
  const flag = flagOf(condition);
  if (flag !== null) return (row) => facts.has(row, flag);
  if (condition.kind !== "field") return (row) => edited?.has(row) ?? false;
  // Which fields have few values is sure once all rows are known.
  return facts.complete ? facts.fields.test(condition.path, condition.value) : null;
}

async function* byFacts(
  session: DatasetSession,
  facts: SessionTable,
  tests: readonly RowTest[],
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Selected> {
  facts.start();
  for (let at = from; ;) {
    const rows: number[] = [];
    for (const { known } = facts; at < known; at++) if (tests.every((test) => test(at))) rows.push(at);
    yield { rows, hits: [], decided: at };
    signal.throwIfAborted();
    if (at < facts.known) continue;
    if (session.info.indexed && at >= session.info.rows) return;
    await facts.grown(signal);
  }
}

async function* bySearch(
  session: DatasetSession,
  facts: SessionTable,
  { text, regex, caseSensitive, field, conditions }: Query,
  edited: ReadonlySet<number> | null,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Selected> {
  const fields = byFacet(conditions.filter((one) => one.kind === "field"));
  const equals = fields.map(fieldTest);
  const others = conditions.filter(({ kind }) => kind !== "field");
  const takes = rowTestOf(session, facts, others, edited);
  const query = { text, kind: regex ? "regex" : "literal", caseSensitive, field, equals, from } as const;
  const first = await apartRows(session);
  // More may be appended while it searches these.
  const { rows } = session.info;
  for await (const found of session.search(query, signal)) {
    const hits: SearchHit[] = [];
    for (const hit of found) {
      const taken = takes(hit.row);
      if (taken === true || (taken !== false && (await taken))) hits.push(hit);
    }
    signal.throwIfAborted();
    const last = found.at(-1)?.row ?? -1;
    yield {
      rows: hits.map(({ row }) => row),
      hits: text === "" ? [] : hits,
      decided: first.has(last) ? 0 : last + 1,
    };
  }
  yield { rows: [], hits: [], decided: rows };
}

/** So many rows are read one by one before the facts of all are worked out, which is faster for many. */
const fewReads = 256;

/** A test of single rows: looks up what is known, and reads the others. */
function rowTestOf(
  session: DatasetSession,
  facts: SessionTable,
  conditions: readonly Condition[],
  edited: ReadonlySet<number> | null,
): (row: number) => boolean | Promise<boolean> {
  const tests = testsOf(facts, conditions, edited) ?? [];
  let reads = 0;
  return (row) => {
    if (facts.isKnown(row) || tests.length === 0) return tests.every((test) => test(row));
    if (++reads === fewReads) facts.start();
    return session.row(row).then((view) => passes(view, conditions));
  };
}

/** Rows that a search finds first, before the others in the order of the file. */
async function apartRows(session: DatasetSession): Promise<ReadonlySet<number>> {
  const texts = await session.textRows();
  await texts?.release();
  return new Set(texts?.elsewhere);
}

function these(rows: ReadonlySet<number>, from: number, decided: number): Selected {
  return { rows: [...rows].filter((row) => row >= from).sort((a, b) => a - b), hits: [], decided };
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
