/** What `npm test` runs once everything is installed. */
import { parseArgs } from "node:util";
import { runMain, say, Stop } from "../../scripts/lib/say.mjs";
import { sum, type Counts } from "./counts.ts";
import { suites, usual } from "./suiteList.ts";

await runMain(async () => {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const names = values.only?.split(",") ?? usual;
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0)
    throw new Stop(`No such suite: ${unknown.join(", ")}. There are ${Object.keys(suites).join(", ")}.`);
  const lines: [string, Counts, number][] = [];
  for (const name of names) {
    say(`\n━━ ${name}`);
    const start = Date.now();
    lines.push([name, await counted(name), (Date.now() - start) / 1000]);
  }
  process.stdout.write("\n");
  for (const [name, counts, seconds] of lines) {
    process.stdout.write(`${name.padEnd(8)} ${text(counts)} (${seconds.toFixed(0)} s)\n`);
  }
  const total = sum(lines.map(([, counts]) => counts));
  process.stdout.write(`\n${text(total)}\n`);
  return total.failed > 0 ? 1 : 0;
});

/** A suite that can't be run, or that ran nothing, has failed: it must never pass for a quiet one. */
async function counted(name: string): Promise<Counts> {
  try {
    const counts = (await suites[name]?.()) ?? { passed: 0, failed: 0, skipped: 0 };
    if (counts.passed + counts.failed > 0) return counts;
    say(`✗ ${name}: no test ran`);
  } catch (error) {
    say(
      `✗ ${name}: ${error instanceof Stop ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  return { passed: 0, failed: 1, skipped: 0 };
}

function text({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
