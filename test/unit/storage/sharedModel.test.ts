import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDataset } from "../../../src/storage/index.ts";
import type { DatasetSession, Edit } from "../../../src/storage/types.ts";
import { anotherCopy, jsonl, label, openText, processRow, solutionRow, win } from "./support.ts";

type Label = "correct" | "incorrect" | "neutral" | null;

/** What one of two people does in one file. */
type Act = { readonly who: 0 | 1 } & (
  | { readonly kind: "label"; readonly row: number; readonly step: number; readonly label: Label }
  | { readonly kind: "text"; readonly row: number; readonly step: number; readonly text: string }
  | { readonly kind: "win"; readonly row: number; readonly step: number; readonly text: string | null }
  | { readonly kind: "undo" | "redo" | "save" | "saveOwn" | "revert" | "restart" }
);

const who = fc.constantFrom(0 as const, 1 as const);
const place = { who, row: fc.nat(4), step: fc.nat(1) };
const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
const kinds = ["undo", "undo", "redo", "save", "saveOwn", "revert", "restart"] as const;
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant("label" as const),
    ...place,
    label: fc.constantFrom<Label>("correct", "incorrect", "neutral", null),
  }),
  fc.record({ kind: fc.constant("text" as const), ...place, text: words }),
  fc.record({ kind: fc.constant("win" as const), ...place, text: fc.option(words) }),
  fc.record({ kind: fc.constantFrom(...kinds), who }),
);

/** Texts of all rows and their pairs: what a person sees. */
type State = readonly string[];

async function stateOf(session: DatasetSession): Promise<State> {
  // A turn takes in what the other did.
  await session.conflict(0);
  return (await session.rows(0, 99)).map((row) =>
    JSON.stringify([row.raw, row.row?.pairs.filter((pair) => pair.from === "sidecar")]),
  );
}

interface Person {
  session: DatasetSession;
  readonly open: typeof openDataset;
  done: Done[];
  undone: Done[];
}

/** An edit that was done or undone. */
interface Done {
  readonly edit: Edit;
  /** What the row was before that. */
  readonly before: string;
  /** How often the row had been changed by then. */
  readonly changes: number;
}

/** Whether the session made an edit. */
function isOf(edit: Edit, session: DatasetSession): boolean {
  return ownEdits(session).some(({ id }) => id === edit.id);
}

function ownEdits(session: DatasetSession): Edit[] {
  return session.edits.filter(({ elsewhere }) => elsewhere !== true);
}

/** Two sessions on one journal, and what both must show. */
class Pair {
  readonly people: readonly [Person, Person];
  readonly path: string;
  readonly stateDir: string;
  now: State;
  saved: State;
  changes = [0, 0, 0, 0, 0];
  /** For each person the rows that other sessions have worked on since the last save, whether anything is left of that. */
  readonly others = [new Set<number>(), new Set<number>()] as const;

  constructor(people: readonly [Person, Person], path: string, stateDir: string, start: State) {
    this.people = people;
    this.path = path;
    this.stateDir = stateDir;
    this.now = start;
    this.saved = start;
  }

  async do(one: Act): Promise<void> {
    const person = this.people[one.who];
    const { session } = person;
    switch (one.kind) {
      case "label":
        return this.edit(person, () => session.apply(one.row, label(one.step, one.label)));
      case "text":
        return this.edit(person, () =>
          session.apply(one.row, { kind: "stepText", trace: 0, step: one.step, text: one.text }),
        );
      case "win":
        return this.edit(person, () => session.apply(one.row, win(one.step, one.text)));
      case "undo":
        return this.again(person, "undo");
      case "redo":
        return this.again(person, "redo");
      case "save":
        await session.save();
        for (const rows of this.others) rows.clear();
        this.saved = this.now;
        expect(session.edits).toEqual([]);
        return;
      case "saveOwn":
        await session.save({ own: true });
        // Only rows that the other has worked on are left.
        for (const edit of ownEdits(session)) expect(this.others[one.who]).toContain(edit.row);
        this.saved = await this.onDisk();
        return;
      case "revert": {
        const other = this.people[1 - one.who]!.session;
        // What was saved and is undone is no edit, and comes back.
        const dropped = new Set([...session.edits.map(({ row }) => row), ...differing(this.saved, this.now)]);
        const kept = ownEdits(other).map(({ row }) => row);
        const theirs = kept.filter((row) =>
          session.edits.every((edit) => edit.row !== row || isOf(edit, other)),
        );
        const before = this.now;
        await session.revert();
        this.now = await stateOf(session);
        const changed = differing(before, this.now);
        expect(changed.filter((row) => !dropped.has(row) || theirs.includes(row))).toEqual([]);
        this.changes = this.changes.map((count) => count + 1);
        return;
      }
      case "restart":
        // Its edits are those of another session for the one that is opened then.
        for (const row of this.others[1 - one.who]!) this.others[one.who].add(row);
        await session.close();
        Object.assign(person, await this.reopened(person));
        expect(person.session.recoverable).toBeNull();
        return;
    }
  }

  private async edit(person: Person, apply: () => Promise<Edit>): Promise<void> {
    const before = this.now;
    const edit = await apply().catch(() => null);
    if (edit === null) return;
    this.now = await stateOf(person.session);
    expect(differing(before, this.now).filter((row) => row !== edit.row)).toEqual([]);
    this.workedOn(edit.row, person);
    this.changes[edit.row]!++;
    person.done.push({ edit, before: before[edit.row]!, changes: this.changes[edit.row]! });
    person.undone = [];
  }

  private async again(person: Person, how: "undo" | "redo"): Promise<void> {
    const [from, to] = how === "undo" ? [person.done, person.undone] : [person.undone, person.done];
    const entry = from.pop();
    if (entry === undefined) return;
    const { row } = entry.edit;
    try {
      await person.session[how](entry.edit);
    } catch (error) {
      expect(error).toMatchObject({ kind: "refused" });
      return;
    }
    this.workedOn(row, person);
    const alone = this.changes[row] === entry.changes;
    const changes = alone ? entry.changes : ++this.changes[row]!;
    const before = this.now;
    this.now = await stateOf(person.session);
    expect(differing(before, this.now).filter((other) => other !== row)).toEqual([]);
    if (alone) expect(this.now[row]).toBe(entry.before);
    to.push({ ...entry, before: before[row]!, changes });
  }

  private workedOn(row: number, by: Person): void {
    for (const [k, person] of this.people.entries()) if (person !== by) this.others[k]!.add(row);
  }

  private async reopened({ open }: Person): Promise<Pick<Person, "session" | "done" | "undone">> {
    const session = await open(this.path, { stateDir: this.stateDir });
    await session.whenIndexed();
    return { session, done: [], undone: [] };
  }

  private async onDisk(): Promise<State> {
    const session = await openDataset(this.path, { stateDir: null, reading: true });
    const state = await stateOf(session);
    await session.close();
    return state;
  }

  async check(one: Act): Promise<void> {
    for (const { session } of this.people) {
      expect(await stateOf(session), JSON.stringify(one)).toEqual(this.now);
      if (!session.info.dirty) expect(this.now).toEqual(this.saved);
    }
    const [first, second] = this.people.map(({ session }) => session.edits.map(({ id }) => id));
    expect(first).toEqual(second);
    expect(await this.onDisk()).toEqual(this.saved);
  }
}

function differing(a: State, b: State): number[] {
  return a.flatMap((text, row) => (text === b[row] ? [] : [row]));
}

/** Sequences that once went wrong. */
const examples: [Act[]][] = [
  // An edit that changes nothing is saved while the other has something unsaved.
  [
    [
      { kind: "win", who: 0, row: 0, step: 0, text: " " },
      { kind: "label", who: 1, row: 2, step: 0, label: "correct" },
      { kind: "saveOwn", who: 1 },
      { kind: "win", who: 0, row: 0, step: 0, text: null },
    ],
  ],
  // What was saved is undone, and that is dropped.
  [
    [
      { kind: "win", who: 0, row: 0, step: 0, text: " " },
      { kind: "save", who: 0 },
      { kind: "undo", who: 0 },
      { kind: "revert", who: 0 },
    ],
  ],
  // The other has undone all that it did in a row.
  [
    [
      { kind: "label", who: 0, row: 1, step: 0, label: "correct" },
      { kind: "label", who: 1, row: 1, step: 0, label: "correct" },
      { kind: "undo", who: 1 },
      { kind: "saveOwn", who: 0 },
    ],
  ],
];

const rows = [processRow(1), solutionRow(2), processRow(3, 2, 1), solutionRow(4), processRow(5)];

describe.each([
  ["JSONL", "data.jsonl", jsonl(rows)],
  ["an array", "data.json", JSON.stringify(rows, null, 2)],
])("%s", (_, name, text) => {
  it(
    "two sessions show the same after any sequence of what both do, and lose nothing of each other",
    { timeout: 120_000 },
    async () => {
      const open = [await anotherCopy(), await anotherCopy()] as const;
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 20 }), async (acts) => {
          const { path, stateDir, session } = await openText(text, { name });
          await session.close();
          const person = async (k: 0 | 1): Promise<Person> => ({
            open: open[k],
            session: await open[k](path, { stateDir }),
            done: [],
            undone: [],
          });
          const people = [await person(0), await person(1)] as const;
          const pair = new Pair(people, path, stateDir!, await stateOf(people[0].session));
          try {
            for (const one of acts) {
              await pair.do(one);
              await pair.check(one);
            }
          } finally {
            for (const { session: opened } of people) await opened.close();
          }
        }),
        { numRuns: 30, examples },
      );
    },
  );
});
