/**
 * A program that labels the first step of a dataset, saves it, and saves it as another file, whatever fails. What came
 * of each is its output. The superuser may write anything, so that tests run it as somebody else.
 */
import { openDataset } from "../../../src/storage/index.ts";

const [path = "", stateDir = "", copy = ""] = process.argv.slice(2);

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "done",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

const session = await openDataset(path, { stateDir });
await session.whenIndexed();
const label = { kind: "label", trace: 0, step: 0, label: "incorrect", by: "person" } as const;
const said = {
  readOnly: session.info.readOnly,
  recoverable: session.recoverable?.length ?? 0,
  edit: await outcome(session.apply(0, label)),
  save: await outcome(session.save()),
  unsaved: session.edits.length,
  copy: await outcome(session.saveAs(copy)),
};
await session.close();
process.stdout.write(JSON.stringify(said));
