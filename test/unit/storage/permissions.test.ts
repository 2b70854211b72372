import { execFile } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { bundled } from "./program.ts";
import { jsonl, processRow, temporaryFolder } from "./support.ts";

const rows = [0, 1].map((id) => processRow(id));
const text = jsonl(rows);
const edited = jsonl([processRow(0, 3, 0), rows[1]]);

/** The user and group of nobody: what the superuser is not kept from, others are. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A person's folder with one dataset in a folder of its own, and what else a session of hers needs. */
async function person(name: string, content: string) {
  const home = temporaryFolder();
  const folder = join(home, "data");
  const path = join(folder, name);
  const copy = join(home, "copy.jsonl");
  mkdirSync(folder);
  writeFileSync(path, content);
  const program = await bundled("tries", home);
  for (const one of [home, folder, path, program]) give(one);
  const said = async (): Promise<unknown> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [program, path, join(home, "state"), copy],
      nobody,
    );
    return JSON.parse(stdout) as unknown;
  };
  return { folder, path, copy, said };
}

function give(path: string): void {
  if (nobody.uid !== undefined) chownSync(path, nobody.uid, nobody.gid);
}

it("a file without write permission is read-only, with the reason, and can be saved as another", async () => {
  const { path, copy, said } = await person("a.jsonl", text);
  chmodSync(path, 0o444);
  const reason =
    "a.jsonl is read-only for you. To edit it, change its permissions or save it as another file.";
  expect(await said()).toMatchObject({ readOnly: reason, edit: reason, copy: "done", unsaved: 0 });
  expect(readFileSync(path, "utf8")).toBe(text);
  expect(readFileSync(copy, "utf8")).toBe(text);
});

it("a file without read permission says so", async () => {
  const { path, said } = await person("a.jsonl", text);
  chmodSync(path, 0o000);
  await expect(said()).rejects.toThrow(/Can't read .*a\.jsonl: permission is denied/u);
});

it("in a folder that can't be written nothing is lost: it is said, and all can be saved elsewhere", async ({
  onTestFinished,
}) => {
  const { folder, path, copy, said } = await person("a.jsonl", text);
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));
  const failed =
    /^Can't write .*a\.jsonl: permission is denied\. .* Or save it to another folder\. .* edits are kept\.$/u;
  const save = expect.stringMatching(failed) as string;
  const expected = { readOnly: null, edit: "done", save, unsaved: 1, copy: "done" };
  expect(await said()).toEqual({ ...expected, recoverable: 0 });
  expect(readFileSync(path, "utf8")).toBe(text);
  expect(readdirSync(folder)).toEqual(["a.jsonl"]);
  expect(readFileSync(copy, "utf8")).toBe(edited);
  // What was not saved is there the next time.
  expect(await said()).toEqual({ ...expected, recoverable: 1 });
  chmodSync(folder, 0o755);
  expect(await said()).toMatchObject({ recoverable: 2, save: "done", unsaved: 0 });
});
