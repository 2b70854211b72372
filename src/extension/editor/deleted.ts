import type { DatasetState } from "../../protocol/traceEditor.ts";
import type { DatasetSession } from "../../storage/types.ts";

/**
 * What can still be done where another program took a dataset away: a text file is written again from what is open of
 * it, a packed one can be copied, and the rows of a folder are gone with their files. Null where it is there.
 */
export function deletedState({ info: { deleted, container } }: DatasetSession): DatasetState["deleted"] {
  if (!deleted) return null;
  if (container === "folder") return "gone";
  return container === "parquet" || container === "jsonl.gz" ? "copyable" : "rewritable";
}
