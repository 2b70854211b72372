/** What `npm test` runs once everything is installed. */
import { parseArgs } from "node:util";
import { runMain, say, Stop } from "../../scripts/lib/say.mjs";
import { failure, sum, type Counts } from "./counts.ts";
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
  const total = sum(lines.map(([, counts]) => counts));
  // Again, after all that was printed since: who reads only the end of a log sees what it was.
  for (const failure of total.failures) process.stdout.write(`\n✗ ${failure}\n`);
  process.stdout.write("\n");
  for (const [name, counts, seconds] of lines) {
    process.stdout.write(`${name.padEnd(8)} ${text(counts)} (${seconds.toFixed(0)} s)\n`);
  }
  process.stdout.write(`\n${text(total)}\n`);
  return total.failures.length > 0 ? 1 : 0;
});

/** A suite that can't be run, or that ran nothing, has failed: it must never pass for a quiet one. */
async function counted(name: string): Promise<Counts> {
  try {
    const counts = (await suites[name]?.()) ?? sum([]);
    if (counts.passed + counts.failures.length > 0) return counts;
    return { ...sum([]), failures: [failure(name, "no test ran")] };
  } catch (error) {
    const message =
      error instanceof Stop ? error.message : error instanceof Error ? (error.stack ?? "") : String(error);
    return { ...sum([]), failures: [failure(name, message)] };
  }
}

function text({ passed, failures, skipped }: Counts): string {
  return `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
