import { run } from "./program.ts";
import packageJson from "../../package.json" with { type: "json" };

const abort = new AbortController();
let interrupts = 0;
process.on("SIGINT", () => {
  interrupts += 1;
  // A second Ctrl+C doesn't wait for the tidy end.
  if (interrupts > 1) process.exit(130);
  abort.abort();
});
// `stepdpo … | head` closes our output early: whoever writes is told, and ends the command tidily.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

process.exitCode = await run(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: abort.signal,
    now: () => new Date().toISOString(),
  },
  packageJson.version,
);
