import type { ReadOptions } from "../../src/formats/format.ts";

/** How rows are read where a test asks for nothing else. */
export const readOptions: ReadOptions = {
  splitter: "auto",
  neutralAs: true,
  now: () => "2026-01-01T00:00:00Z",
  mapping: null,
  provenance: false,
};
