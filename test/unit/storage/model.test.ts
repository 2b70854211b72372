import { appendFileSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDataset } from "../../../src/storage/index.ts";
import type { DatasetSession, Edit } from "../../../src/storage/types.ts";
import { label, openText, processRow, solutionRow, win } from "./support.ts";

/** What a person may do. */
type Act =
  | {
      readonly kind: "label";
      readonly row: number;
      readonly step: number;
      readonly label: "correct" | "incorrect" | "neutral" | null;
    }
  | { readonly kind: "text"; readonly row: number; readonly step: number; readonly text: string }
  | { readonly kind: "win"; readonly row: number; readonly step: number; readonly text: string | null }
  | { readonly kind: "undo" | "redo" | "save" | "revert" | "reopen" | "backup" | "kill" | "append" };

const place = { row: fc.nat(5), step: fc.nat(1) };
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("label" as const),
      ...place,
      label: fc.constantFrom("correct" as const, "incorrect" as const, "neutral" as const, null),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("text" as const),
      ...place,
      text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("win" as const),
      ...place,
      text: fc.option(fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 })),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "undo" as const,
        "undo" as const,
        "redo" as const,
        "save" as const,
        "save" as const,
        "revert" as const,
        "reopen" as const,
        "backup" as const,
        "kill" as const,
        "append" as const,
      ),
    }),
  },
);

/** Texts of all rows and their pairs: what a person sees. */
type State = readonly string[];

async function stateOf(session: DatasetSession): Promise<State> {
  return (await session.rows(0, 99)).map((row) =>
    JSON.stringify([row.raw, row.row?.pairs.filter((pair) => pair.from === "sidecar")]),
  );
}

/** The session, and beside it the simplest thing that should agree with it: a list of states. */
class Run {
  session: DatasetSession;
  readonly path: string;
  readonly stateDir: string;
  readonly append: boolean;
  saved: State;
  /** States by undo depth; the last is now. */
  undoable: { edit: Edit; before: State }[] = [];
  redoable: { edit: Edit; after: State }[] = [];
  now: State;

  constructor(session: DatasetSession, path: string, stateDir: string, start: State, append: boolean) {
    this.session = session;
    this.path = path;
    this.stateDir = stateDir;
    this.saved = start;
    this.now = start;
    this.append = append;
  }

  async do(one: Act): Promise<void> {
    switch (one.kind) {
      case "label":
        return this.edit(one, () => this.session.apply(one.row, label(one.step, one.label)));
      case "text":
        return this.edit(one, () =>
          this.session.apply(one.row, { kind: "stepText", trace: 0, step: one.step, text: one.text }),
        );
      case "win":
        return this.edit(one, () => this.session.apply(one.row, win(one.step, one.text)));
      case "undo": {
        const last = this.undoable.pop();
        if (last === undefined) return;
        await this.session.undo(last.edit);
        this.redoable.push({ edit: last.edit, after: this.now });
        this.now = last.before;
        return;
      }
      case "redo": {
        const next = this.redoable.pop();
        if (next === undefined) return;
        await this.session.redo(next.edit);
        this.undoable.push({ edit: next.edit, before: this.now });
        this.now = next.after;
        return;
      }
      case "save":
        await this.session.save();
        this.saved = this.now;
        return;
      case "revert":
        await this.session.revert();
        this.now = this.saved;
        this.forgetHistory();
        return;
      case "reopen":
        await this.session.save();
        this.saved = this.now;
        await this.session.close();
        return this.open();
      case "backup": {
        const backup = join(this.stateDir, "hot-exit");
        await this.session.backup(backup);
        await this.session.close();
        await this.open();
        await this.session.restore(backup);
        expect(this.session.recoverable).toBeNull();
        return;
      }
      case "kill":
        await this.session.close();
        await this.open();
        expect(await stateOf(this.session)).toEqual(this.saved);
        expect(await this.session.recover()).toEqual([]);
        return;
      case "append": {
        if (!this.append) return;
        const row = JSON.stringify(processRow(50));
        appendFileSync(this.path, `${row}\n`);
        await this.session.reload();
        const more = JSON.stringify([row, []]);
        this.saved = [...this.saved, more];
        this.now = [...this.now, more];
        this.forgetHistory();
        return;
      }
    }
  }

  private async edit(one: { readonly row: number }, apply: () => Promise<Edit>): Promise<void> {
    let edit: Edit;
    try {
      edit = await apply();
    } catch (error) {
      expect(error).toMatchObject({
        name: "StorageError",
        kind: one.row < this.now.length ? "refused" : "no-such-row",
      });
      return;
    }
    this.undoable.push({ edit, before: this.now });
    this.redoable = [];
    this.now = await stateOf(this.session);
  }

  private forgetHistory(): void {
    this.undoable = [];
    this.redoable = [];
  }

  private async open(): Promise<void> {
    this.forgetHistory();
    this.session = await openDataset(this.path, { stateDir: this.stateDir });
    await this.session.whenIndexed();
  }
}

const rows = [processRow(1), solutionRow(2), processRow(3, 2, 1), solutionRow(4), processRow(5)];
const layouts: readonly (readonly [string, string, string])[] = [
  ["JSONL", "data.jsonl", `\ufeff${rows.map((row) => `${JSON.stringify(row)}\r\n \n`).join("")}`],
  ["an array", "data.json", `[ ${rows.map((row) => JSON.stringify(row, null, 2)).join("\n,")}\n ]\n`],
];

describe.each(layouts)("%s", (_, name, text) => {
  it(
    "any sequence of edits, undos, saves, kills and reloads equals the model",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
          const { session, path, stateDir } = await openText(text, { name });
          const run = new Run(session, path, stateDir!, await stateOf(session), name.endsWith("l"));
          for (const one of acts) {
            await run.do(one);
            expect(await stateOf(run.session), JSON.stringify(one)).toEqual(run.now);
            // Undoing may lead back to the saved text, where nothing is left to save; the converse always holds.
            if (!run.session.info.dirty) expect(run.now).toEqual(run.saved);
          }
          await run.session.save();
          const written = await openFresh(run.path);
          expect(written).toEqual(run.now);
          await run.session.close();
        }),
        { numRuns: 60 },
      );
    },
  );

  it("bytes outside the changed row never differ", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(4),
        fc.nat(1),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
        async (row, step, words) => {
          const { session, path } = await openText(text, { name, stateDir: null });
          const before = readFileSync(path, "utf8");
          const { raw } = await session.row(row);
          await session.apply(row, { kind: "stepText", trace: 0, step, text: words }).catch(() => undefined);
          const { raw: after } = await session.row(row);
          await session.save();
          const at = before.indexOf(raw);
          expect(await readFile(path, "utf8")).toBe(
            before.slice(0, at) + after + before.slice(at + raw.length),
          );
          await session.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** Reads the file as a process does that knows nothing of the session. */
async function openFresh(path: string): Promise<State> {
  const { copyFile, mkdtemp } = await import("node:fs/promises");
  const folder = await mkdtemp(join(path, "..", "fresh-"));
  const name = path.split("/").at(-1)!;
  const pairs = name.replace(/\.jsonl?$/u, ".pairs.jsonl");
  await copyFile(path, join(folder, name));
  await copyFile(join(path, "..", pairs), join(folder, pairs)).catch(() => undefined);
  const session = await openDataset(join(folder, name), { stateDir: null });
  await session.whenIndexed();
  const state = await stateOf(session);
  await session.close();
  return state;
}
