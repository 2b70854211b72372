import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { openDataset } from "../../../src/storage/index.ts";
import { bundled } from "./program.ts";
import { jsonl, processRow, temporaryFolder } from "./support.ts";

const rows = Array.from({ length: 8 }, (_, id) => processRow(id) as { steps: string[] });
const kills = 40;

/** One of two programs that edit a file; what it says is what the file must hold in the end. */
class Rival {
  readonly step: number;
  readonly #start: (step: number, life: number) => ChildProcess;
  /** Texts that its step may have, by row: the last one done, and one that was tried when it was killed. */
  readonly #texts = new Map<number, string[]>();
  #lives = 0;
  #child: ChildProcess | null = null;
  #said = "";
  done = 0;

  constructor(step: number, start: (step: number, life: number) => ChildProcess) {
    this.step = step;
    this.#start = start;
  }

  async start(): Promise<void> {
    const child = this.#start(this.step, this.#lives++);
    this.#child = child;
    this.#said = "";
    child.stdout!.on("data", (chunk: Buffer) => void (this.#said += chunk.toString()));
    while (!this.#said.includes("\n"))
      await Promise.race([once(child.stdout!, "data"), once(child, "close")]);
    expect(this.#said).toMatch(/^s 0 /u);
  }

  async kill(): Promise<void> {
    // It ends by being killed alone: a failure of its own is told on standard error.
    expect(this.#child!.exitCode).toBeNull();
    this.#child!.kill("SIGKILL");
    await once(this.#child!, "close");
    for (const line of this.#said.split("\n").slice(0, -1)) this.#hear(line);
  }

  #hear(line: string): void {
    const [, what = "", number = "", text = ""] = /^(\w) (\d+) (.*)$/u.exec(line) ?? [];
    const row = Number(number);
    const [last = rows[row]?.steps[this.step] ?? ""] = this.#texts.get(row) ?? [];
    if (what === "t") this.#texts.set(row, [last, text]);
    else if (what === "d") this.#texts.set(row, [text]);
    else if (what === "r") this.#texts.set(row, [last]);
    if (what === "d") this.done++;
  }

  /** Texts that its step of a row may have now. */
  texts(row: number): readonly string[] {
    return this.#texts.get(row) ?? [rows[row]!.steps[this.step]!];
  }
}

/** Every row once, in order, and nothing changed but the two steps. */
function expectWhole(content: string): void {
  const found = content.split("\n");
  expect(found.pop()).toBe("");
  expect(found.map((line) => ({ ...(JSON.parse(line) as { steps: string[] }), steps: null }))).toEqual(
    rows.map((row) => ({ ...row, steps: null })),
  );
}

it(
  `two processes that edit, undo and save one file, killed ${kills} times, lose no edit that was done`,
  { timeout: 900_000 },
  async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    const [path, stateDir] = [join(folder, "data.jsonl"), join(folder, "state")];
    writeFileSync(path, jsonl(rows));
    const program = await bundled("rival", folder);
    const start = (step: number, life: number): ChildProcess =>
      spawn(process.execPath, [program, path, stateDir, String(step), String(life)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
    const rivals = [new Rival(0, start), new Rival(1, start)] as const;
    await Promise.all(rivals.map((rival) => rival.start()));
    for (let kill = 0; kill < kills; kill++) {
      await sleep(Math.random() * 200);
      // Now and then both at once: what is unsaved is left over then.
      const victims = kill % 5 === 4 ? rivals : [rivals[kill % 2]!];
      await Promise.all(victims.map((rival) => rival.kill()));
      expectWhole(readFileSync(path, "utf8"));
      for (const rival of victims) await rival.start();
    }
    await Promise.all(rivals.map((rival) => rival.kill()));
    const session = await openDataset(path, { stateDir });
    await session.whenIndexed();
    expect(await session.recover()).toEqual([]);
    await session.save();
    await session.close();
    const content = readFileSync(path, "utf8");
    expectWhole(content);
    for (const [row, line] of content.trimEnd().split("\n").entries()) {
      const { steps } = JSON.parse(line) as { steps: string[] };
      for (const rival of rivals) expect(rival.texts(row)).toContain(steps[rival.step]);
    }
    for (const rival of rivals) expect(rival.done).toBeGreaterThan(kills);
  },
);
