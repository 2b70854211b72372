import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "../../scripts/lib/bootstrap.mjs";
import { thisTarget } from "../../scripts/lib/embeddedRuntime.mjs";
import { packageVsix } from "../../scripts/lib/package.mjs";

/** The VSIX that tests install: the one that STEPDPO_VSIX names, else made from the source tree now. */
export async function packagedVsix(): Promise<string> {
  const given = process.env["STEPDPO_VSIX"];
  if (given) return resolve(given);
  const out = join(root, ".cache", `test-${process.pid}.vsix`);
  process.once("exit", () => rmSync(out, { force: true }));
  const { path } = await packageVsix({
    target: thisTarget(),
    out: join(root, ".cache", `test-${process.pid}.vsix`),
  });
  return path;
}
