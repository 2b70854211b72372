// @ts-check
import { parseArgs } from "node:util";
import { Stop } from "./say.mjs";

/**
 * A script's options as they were given.
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} T
 * @param {T} known
 * @throws {Stop} where one isn't known or lacks its value
 */
export function options(known) {
  try {
    return parseArgs({ options: known }).values;
  } catch (error) {
    throw new Stop(
      `${/** @type {Error} */ (error).message}\n  Known: ${Object.keys(known)
        .map((name) => `--${name}`)
        .join(", ")}.`,
    );
  }
}
