import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/bootstrap.mjs";

/** The sample dataset's folder, as a list for `workspace(...)`; empty before it has been made. */
export function sampleFolder(): string[] {
  const folder = join(root, "media/sample");
  return existsSync(folder) ? [folder] : [];
}
