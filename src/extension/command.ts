import type { Studio } from "./studio.ts";

/** One command of the extension. What it throws is shown to the person. */
export interface Command {
  run(studio: Studio, ...args: readonly unknown[]): unknown;
}
