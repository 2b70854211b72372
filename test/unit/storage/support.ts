import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import { openDataset } from "../../../src/storage/index.ts";
import { journalLine, readJournal } from "../../../src/storage/journal/journal.ts";
import type { Surroundings } from "../../../src/storage/openDataset.ts";
import { statePaths } from "../../../src/storage/sharing/statePaths.ts";
import type { DatasetSession, OpenOptions, SessionEvent } from "../../../src/storage/types.ts";

/** Sessions wait for each other by seconds (a file looked at every two, a lock left half written): on a busy machine they take several. */
const patience = 30_000;
vi.setConfig({ testTimeout: 2 * patience });

/** Waits until a check passes. */
export async function until(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: patience, interval: 10 });
}

/** A folder that goes when the test ends; concurrent tests must say which. */
export function temporaryFolder(finished: typeof onTestFinished = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "stepdpo-storage-"));
  finished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A ProcessBench row with `steps` steps. */
export function processRow(id: number, steps = 3, label = -1): object {
  return {
    id: `case-${id}`,
    generator: "tests",
    problem: `What is ${id} + ${id}?`,
    steps: Array.from({ length: steps }, (_, k) => `Step ${k}: \\(${id} \\times ${k}\\) é 数 😀`),
    final_answer_correct: false,
    label,
  };
}

/** A row of GSM8K model solutions, two traces: it has no place for pairs. */
export function solutionRow(id: number): object {
  const solution = (sum: number): string => `He buys 2.\nSo ${id}+2=<<${id}+2=${sum}>>${sum}.\nA: ${sum}`;
  return {
    question: `Tom has ${id} apples and buys 2. How many?`,
    ground_truth: `He buys 2.\nSo ${id}+2=<<${id}+2=${id + 2}>>${id + 2}.\nA: ${id + 2}`,
    "6b_finetuning": { is_correct: false, solution: solution(id + 3) },
    "6b_verification": { is_correct: true, solution: solution(id + 2) },
  };
}

/** JSONL text of rows. */
export function jsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

export interface Opened {
  readonly path: string;
  readonly stateDir: string | null;
  readonly session: DatasetSession;
  readonly events: SessionEvent[];
  /** The file now. */
  readonly content: () => Promise<string>;
}

/** Writes a file and opens it; the session closes when the test ends. */
export async function openText(
  text: string | Uint8Array,
  {
    name = "data.jsonl",
    folder = temporaryFolder(),
    ...rest
  }: { name?: string; folder?: string } & Partial<OpenOptions> & Surroundings = {},
): Promise<Opened> {
  const path = join(folder, name);
  writeFileSync(path, text);
  return openPath(path, { stateDir: join(folder, "state"), ...rest });
}

/** Opens a path; the session closes when the test ends. */
export async function openPath(
  path: string,
  options: Partial<OpenOptions> & Surroundings = {},
  open = openDataset,
): Promise<Opened> {
  const stateDir = options.stateDir === undefined ? join(path, "..", "state") : options.stateDir;
  const session = await open(path, { now: () => "2026-01-02T03:04:05.000Z", ...options, stateDir }, options);
  onTestFinished(() => session.close());
  const events: SessionEvent[] = [];
  session.onEvent((event) => events.push(event));
  await session.whenIndexed();
  return { path, stateDir, session, events, content: () => readFile(path, "utf8") };
}

/** Opens a path as another process does: with nothing of this one's sessions but what is on disk. */
export async function openOther(path: string, options: Partial<OpenOptions> = {}): Promise<Opened> {
  return openPath(path, options, await anotherCopy());
}

/**
 * Leaves the journal as it is of rows too long to be kept, and of an older version: without the texts of rows. It is
 * another file then: sessions read on where they were in one that only grows, as a journal does.
 */
export async function forgetTexts({ path, stateDir }: Opened): Promise<void> {
  const { journal } = statePaths(stateDir!, path);
  const lines = (await readJournal(journal))!.map((entry) => {
    if (entry.kind !== "op") return journalLine(entry);
    const { base, ...op } = entry.op;
    expect(base).toBeDefined();
    return journalLine({ kind: "op", op });
  });
  writeFileSync(`${journal}~`, lines.join(""));
  renameSync(`${journal}~`, journal);
}

let copies = 0;

/** The module as another process has it: its sessions are its own. */
export async function anotherCopy(): Promise<typeof openDataset> {
  const module = new URL(`../../../src/storage/openDataset.ts?copy=${copies++}`, import.meta.url);
  const copy = (await import(/* @vite-ignore */ module.href)) as { openDataset: typeof openDataset };
  return copy.openDataset;
}

/** The shortest label change. */
export function label(step: number, value: "correct" | "incorrect" | "neutral" | null, trace = 0) {
  return { kind: "label", trace, step, label: value, by: "person" } as const;
}

/** Accepts a win for a step. */
export function win(step: number, text: string | null, trace = 0) {
  const value = text === null ? null : { text, continuation: `${text} and so on`, run: null };
  return { kind: "win", trace, step, win: value } as const;
}
