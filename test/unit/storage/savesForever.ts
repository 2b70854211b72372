/**
 * A program to be killed: edits three rows and a pair, says so, saves, says so, and again. Row texts say which
 * generation they are of, so that a mixture shows.
 */
import { openDataset } from "../../../src/storage/index.ts";

const [path = "", stateDir = "", first = "0"] = process.argv.slice(2);
const session = await openDataset(path, { stateDir });
await session.whenIndexed();
await session.discardRecovered();
process.stdout.write("r\n");
for (let generation = Number(first); ; generation++) {
  const text = `generation ${generation} ${"x".repeat(generation % 7)}`;
  for (const row of [0, 7, 19]) await session.apply(row, { kind: "stepText", trace: 0, step: 0, text });
  await session.apply(3, {
    kind: "win",
    trace: 0,
    step: 0,
    win: { text: ` ${text}`, continuation: null, run: null },
  });
  process.stdout.write(`a${generation}\n`);
  await session.save();
  process.stdout.write(`s${generation}\n`);
}
