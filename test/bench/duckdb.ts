import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cached } from "../../scripts/lib/cache.mjs";

/** A peer of benchmarks alone is none of our packages. */
const version = "1.5.6-r.1";

/** What of DuckDB's package is used. */
interface Package {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
}

interface Connection {
  runAndReadAll(sql: string): Promise<{ getRows(): readonly (readonly unknown[])[] }>;
}

/** DuckDB, which counts the rows of a JSONL file that a condition takes. */
export interface Duckdb {
  count(path: string, condition: string): Promise<number>;
}

/** Installs DuckDB into the cache folder where it isn't there yet. */
export async function openDuckdb(): Promise<Duckdb> {
  const folder = await cached(`duckdb-${version}`, (part) => {
    const args = ["install", "--prefix", part, "--no-audit", "--no-fund", `@duckdb/node-api@${version}`];
    execFileSync("npm", args, {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    return Promise.resolve();
  });
  const entry = createRequire(join(folder, "none.js")).resolve("@duckdb/node-api");
  const { DuckDBInstance } = (await import(pathToFileURL(entry).href)) as Package;
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  return {
    count: async (path, condition) => {
      const rows = `read_ndjson('${path.replaceAll("'", "''")}')`;
      const result = await connection.runAndReadAll(`SELECT count(*) FROM ${rows} WHERE ${condition}`);
      return Number(result.getRows()[0]?.[0]);
    },
  };
}
