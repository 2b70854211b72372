import { copyKey, problemKey, textHash } from "./hash.ts";
import { pairsIn } from "./pairTexts.ts";
import { SeenRows } from "./seenRows.ts";
import type { AcrossRule, AcrossRun, CheckedRow, Digest, Note } from "./types.ts";

/** Problems that come again. A problem with other traces or pairs is no duplicate: several samples are the method. */
export const duplicateProblem: AcrossRule = {
  name: "duplicate-problem",
  fixes: false,
  of: "traces",
  severity: "warning",
  title: "Problem or trace comes twice",
  help: "The same problem without anything new to it, or with a trace that was there before, weighs double in training and splits badly. Keep one.",
  example: 'row 9 has the "question" and the trace of row 2',
  acrossRows: true,
  digest: problemDigest,
  start() {
    return sameAgain(sameProblem, problemPlaces);
  },
};

function sameProblem({ row, first, trace }: Again): Note {
  if (trace === null) return { message: `The same problem is in row ${first + 1}.`, sameAs: first };
  if (first === row) return { trace, severity: "info", message: "The row has the same trace before." };
  return { trace, sameAs: first, message: `The same trace of the same problem is in row ${first + 1}.` };
}

/** Pairs that come again. */
export const duplicatePair: AcrossRule = {
  name: "duplicate-pair",
  fixes: false,
  of: "pairs",
  severity: "warning",
  title: "Pair comes twice",
  help: "The same problem, prefix, win and lose: the pair weighs double. Keep one.",
  example: 'row 9 has the "prompt", prefix, "chosen" and "rejected" of row 2',
  acrossRows: true,
  digest: pairDigest,
  start() {
    return sameAgain(samePairAgain, pairPlaces);
  },
};

function samePairAgain({ row, first, trace, step }: Again): Note {
  const message =
    first === row ? "The row has the same pair before." : `The same pair is in row ${first + 1}.`;
  return { ...(trace === null ? {} : { trace }), step, message, sameAs: first };
}

/** What is compared of a row: a hash, with the place of what it stands for. */
interface Hashed {
  readonly hash: number;
  readonly trace: number | null;
  readonly step: number;
}

/** What comes again: where, and the first row that has it. */
interface Again extends Pick<Hashed, "trace" | "step"> {
  readonly row: number;
  readonly first: number;
}

/** Stands for "no trace" in a digest. */
const none = -1;

/** [trace or none, hash], … */
function problemDigest({ row }: CheckedRow): Digest {
  const problem = row.pairs.length > 0 ? "" : problemKey(row.problem);
  if (problem === "") return [];
  if (row.traces.length === 0) return [none, textHash(`${problem}\n`)];
  return row.traces.flatMap(({ text }, trace) => [trace, textHash(`${problem}\n${copyKey(text)}`)]);
}

function problemPlaces(digest: Digest): Hashed[] {
  return groups(digest, 2).map(([trace = none, hash = 0]) => ({ hash, trace: traceOf(trace), step: 0 }));
}

/** [trace or none, step, hash], … */
function pairDigest(checked: CheckedRow): Digest {
  return pairsIn(checked).flatMap(({ pair: { trace, step, prefix, win, lose } }) => {
    if (win === null || lose === null) return [];
    const texts = [problemKey(checked.row.problem), copyKey(prefix), copyKey(win), copyKey(lose)];
    return [trace ?? none, step, textHash(texts.join("\n"))];
  });
}

function pairPlaces(digest: Digest): Hashed[] {
  return groups(digest, 3).map(([trace = none, step = 0, hash = 0]) => ({
    hash,
    trace: traceOf(trace),
    step,
  }));
}

function traceOf(trace: number): number | null {
  return trace === none ? null : trace;
}

function groups(digest: Digest, size: number): Digest[] {
  return Array.from({ length: digest.length / size }, (_, at) => digest.slice(at * size, (at + 1) * size));
}

/** Notes what was there before: in an earlier row, or earlier in the row. */
function sameAgain(note: (again: Again) => Note, places: (digest: Digest) => Hashed[]): AcrossRun {
  const seen = new SeenRows();
  return {
    *take(row, digest) {
      const own = new Set<number>();
      const hashed = places(digest);
      seen.take(
        row,
        hashed.map(({ hash }) => hash),
      );
      for (const { hash, trace, step } of hashed) {
        const first = seen.first(hash) ?? row;
        if (first < row || own.has(hash)) yield note({ row, first, trace, step });
        own.add(hash);
      }
    },
    *later(row, digest) {
      for (const { hash } of places(digest)) {
        const next = seen.next(row, hash);
        if (next !== null) yield next;
      }
    },
  };
}
