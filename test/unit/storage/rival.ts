/**
 * A program that edits a dataset beside another one until it is killed: random edits of its own step in random rows,
 * undone and saved at random. It says what it tries (t), what is done (d) and what was refused (r).
 */
import { openDataset } from "../../../src/storage/index.ts";
import type { Edit } from "../../../src/storage/types.ts";

const [path = "", stateDir = "", step = "0", life = "0"] = process.argv.slice(2);
const session = await openDataset(path, { stateDir });
await session.whenIndexed();
const undoable: { edit: Edit; before: string }[] = [];
let count = 0;

const lost = await session.recover();
say("s", lost.length, "");
for (;;) {
  const chance = Math.random();
  if (chance < 0.1) await session.save();
  else if (chance < 0.15) await session.save({ own: true });
  else if (chance < 0.35) await undo();
  else await apply();
}

async function apply(): Promise<void> {
  const row = Math.floor(Math.random() * session.info.rows);
  const before = (await session.row(row)).row?.traces[0]?.steps[Number(step)]?.text ?? "";
  const text = `process ${step} life ${life} edit ${count++}`;
  say("t", row, text);
  const change = { kind: "stepText", trace: 0, step: Number(step), text } as const;
  const edit = await session.apply(row, change);
  undoable.push({ edit, before });
  say("d", row, text);
}

async function undo(): Promise<void> {
  const last = undoable.pop();
  if (last === undefined) return;
  say("t", last.edit.row, last.before);
  try {
    await session.undo(last.edit);
    say("d", last.edit.row, last.before);
  } catch {
    // The other has edited the row since.
    say("r", last.edit.row, "");
  }
}

function say(what: string, row: number, text: string): void {
  process.stdout.write(`${what} ${row} ${text}\n`);
}
