/** A program that starts the embedded model's process, prints its id, and then waits to be killed. */
import { Connection } from "../../src/models/embedded/connection.ts";

const [path = ""] = process.argv.slice(2);
const connection = new Connection({ idleMs: 600_000, log: () => undefined });
connection.call({ kind: "info", load: { path, gpu: false, threads: null } }, (event) => {
  if (event.kind === "info") process.stdout.write(`${connection.pid ?? 0}\n`);
});
setInterval(() => undefined, 1000);
