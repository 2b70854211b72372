import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { keptOf } from "./baseText.ts";
import { checksum } from "../files/checksum.ts";
import { byTarget, opId, type Op } from "./editLog.ts";
import { asFingerprint, sameFile, type Fingerprint } from "../files/fingerprint.ts";
import { nodeDisk, prepareFile, type Disk } from "../files/replaceFile.ts";

/** A save about to put its files in place. */
export interface Commit {
  readonly kind: "commit";
  /** All operations up to this one are in it, */
  readonly seq: number;
  /** those of these targets; null where those of all. */
  readonly targets: readonly string[] | null;
  /** The dataset that it was made from, and what it makes of it; null where it isn't one file. */
  readonly from: Fingerprint | null;
  readonly fingerprint: Fingerprint | null;
}

/** An entry of a journal, a line. */
export type JournalEntry =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "op"; readonly op: Op }
  /** These operations, by their names, were dropped unsaved. */
  | { readonly kind: "drop"; readonly ops: readonly string[] }
  | Commit
  /** That save failed after all. */
  | { readonly kind: "aborted"; readonly seq: number }
  /** Operations up to `seq` are in the dataset, or nothing is left of them to save. */
  | { readonly kind: "saved"; readonly seq: number; readonly targets: readonly string[] | null };

/** A line: checksum, a space, JSON, line end. */
export function journalLine(entry: JournalEntry): string {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
}

/** The entries of a journal. What a process that was killed had half written, or was damaged since, is left out. */
export function parseJournal(text: string): JournalEntry[] {
  return text.split("\n").flatMap((line) => {
    const json = line.slice(17);
    return line[16] === " " && checksum(json) === line.slice(0, 16) ? [JSON.parse(json) as JournalEntry] : [];
  });
}

/** Operations that are in no saved file and were not dropped. @param now the dataset as it is, where it is one file */
export function unsavedOps(entries: readonly JournalEntry[], now: Fingerprint | null): Op[] {
  const ops = new Map<string, Op>();
  const commits = new Map<number, Commit>();
  const forget = (seq: number, targets: readonly string[] | null): void => {
    for (const [target, chain] of byTarget([...ops.values()])) {
      if (targets?.includes(target) === false) continue;
      for (const op of chain) if (op.seq <= seq) ops.delete(opId(op));
      for (const op of keptOf(chain, ({ seq: at }) => at > seq)) ops.set(opId(op), op);
    }
  };
  for (const entry of entries) {
    if (entry.kind === "op") ops.set(opId(entry.op), entry.op);
    else if (entry.kind === "drop") for (const id of entry.ops) ops.delete(id);
    else if (entry.kind === "saved") forget(entry.seq, entry.targets);
    else if (entry.kind === "commit") commits.set(entry.seq, entry);
    else if (entry.kind === "aborted") commits.delete(entry.seq);
  }
  // A save that was killed once its file was in place.
  for (const { seq, targets, fingerprint } of commits.values()) {
    const made = asFingerprint(fingerprint);
    if (made !== null && now !== null && sameFile(made, now)) forget(seq, targets);
  }
  return [...ops.values()];
}

/** Reads a journal or backup. Null where there is none. @throws NodeJS.ErrnoException */
export async function readJournal(path: string): Promise<JournalEntry[] | null> {
  try {
    return parseJournal(await readFile(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Writes a journal or backup of a dataset's operations whole. @throws NodeJS.ErrnoException */
export async function writeJournal(
  path: string,
  dataset: string,
  ops: readonly Op[],
  disk: Disk = nodeDisk,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const entries: JournalEntry[] = [{ kind: "file", path: dataset }];
  for (const op of ops) entries.push({ kind: "op", op });
  const text = entries.map(journalLine).join("");
  const prepared = await prepareFile(path, null, (write) => write(Buffer.from(text)), disk);
  await prepared.commit();
  await prepared.handle.close();
}
