import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDataset } from "../../../src/storage/index.ts";
import { bundled } from "./program.ts";
import { processRow, solutionRow, temporaryFolder } from "./support.ts";

const rows = Array.from({ length: 20 }, (_, id) => (id === 3 ? solutionRow(id) : processRow(id)));
const edited = [0, 7, 19];
const kills = 260;

/** The file at a generation, as the layout writes it; -1 is the start. */
function fileAt(generation: number, layout: (rows: readonly object[]) => string): string {
  if (generation < 0) return layout(rows);
  const text = `generation ${generation} ${"x".repeat(generation % 7)}`.trimEnd();
  return layout(
    rows.map((row, index) => {
      if (!edited.includes(index)) return row;
      const { steps } = row as { steps: readonly string[] };
      return { ...row, steps: [text, ...steps.slice(1)] };
    }),
  );
}

function generationOf(text: string): number {
  return Number(/generation (\d+)/u.exec(text)?.[1] ?? -1);
}

/** Runs the program until it is killed, some milliseconds after it began. Returns what it had said. */
async function runAndKill(
  program: string,
  args: readonly string[],
): Promise<{ applied: number; saved: number }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  // At any moment, or while it saves: on a busy machine the first alone would seldom meet a save.
  const after = Math.random() < 0.5 ? /^r/u : /^a/mu;
  let timer: NodeJS.Timeout | null = null;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (after.test(said)) timer ??= setTimeout(() => child.kill("SIGKILL"), Math.random() * 30);
  });
  await once(child, "close");
  const last = (letter: string): number =>
    Math.max(
      -1,
      ...Array.from(said.matchAll(new RegExp(`^${letter}(\\d+)$`, "gmu")), (match) => Number(match[1])),
    );
  return { applied: last("a"), saved: last("s") };
}

describe.concurrent.each([
  ["JSONL", "data.jsonl", (all: readonly object[]) => all.map((row) => `${JSON.stringify(row)}\n`).join("")],
  ["an array", "data.json", (all: readonly object[]) => JSON.stringify(all, null, 2)],
])("%s", (_, name, layout) => {
  it(
    `killed ${kills} times while saving is the old file or the new one, and no edit is lost`,
    { timeout: 900_000 },
    async ({ onTestFinished }) => {
      const folder = temporaryFolder(onTestFinished);
      const [path, stateDir] = [join(folder, name), join(folder, "state")];
      const program = await bundled("savesForever", folder);
      writeFileSync(path, layout(rows));
      let generation = -1;
      let midway = 0;
      for (let kill = 0; kill < kills; kill++) {
        const { applied, saved } = await runAndKill(program, [path, stateDir, String(generation + 1)]);
        const text = readFileSync(path, "utf8");
        const found = generationOf(text);
        expect(found).toBeGreaterThanOrEqual(Math.max(saved, generation));
        expect(text).toBe(fileAt(found, layout));
        if (applied > saved) midway++;
        const pairs = await recovered(path, stateDir, Math.max(applied, found));
        // Pairs go first: never behind the rows, at most one save ahead.
        expect(pairs).toBeGreaterThanOrEqual(found);
        generation = found;
      }
      expect(midway).toBeGreaterThan(kills / 10);
      expect(readdirSync(folder).filter((file) => file.endsWith("-tmp"))).toEqual([]);
    },
  );
});

/** Opens after a kill and takes back unsaved edits: all that was applied must be there. Returns the pairs' generation before. */
async function recovered(path: string, stateDir: string, applied: number): Promise<number> {
  const session = await openDataset(path, { stateDir });
  await session.whenIndexed();
  const before = (await session.row(3)).row!.pairs.map((pair) => generationOf(pair.win ?? ""))[0] ?? -1;
  expect(await session.recover()).toEqual([]);
  for (const row of edited)
    expect(generationOf((await session.row(row)).raw)).toBeGreaterThanOrEqual(applied);
  // A kill between two edits leaves some rows of a generation: dropped, so that mixtures mean what they should.
  await session.revert();
  await session.close();
  return before;
}
