import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../../scripts/lib/bootstrap.mjs";

interface Lock {
  readonly packages: Record<string, { readonly optionalDependencies?: Record<string, string> } | undefined>;
}

// npm leaves an optional package out of the lock when its registry doesn't give it; `npm ci` then refuses to run.
it.each([
  ["embedded runtime's libraries", "node-llama-cpp"],
  ["ripgrep programs", "@vscode/ripgrep"],
])("locks the %s for every platform", (_, name) => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  const wanted = Object.keys(packages[`node_modules/${name}`]?.optionalDependencies ?? {});
  expect(wanted.length).toBeGreaterThan(10);
  expect(wanted.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});
