import { onOneLine } from "./jsonText.ts";
import { prepareFile, type Disk } from "../files/replaceFile.ts";
import { decodeRow } from "./rowText.ts";
import type { RowStore } from "../store.ts";
import { StorageError } from "../types.ts";

/** Rows written at a time. */
const page = 256;

/**
 * Writes all rows as JSONL.
 * @param rows texts that differ from the store's
 * @throws StorageError where a row can't be read; NodeJS.ErrnoException
 */
export async function jsonlOf(
  store: Pick<RowStore, "rows" | "read">,
  rows: ReadonlyMap<number, string>,
  path: string,
  disk: Disk,
): Promise<void> {
  const prepared = await prepareFile(
    path,
    null,
    async (write) => {
      for (let from = 0; from < store.rows; from += page) {
        const stored = await store.read(from, Math.min(from + page, store.rows));
        const lines = stored.map(({ bytes, error }, k) => {
          if (error !== null) throw new StorageError("refused", error);
          return `${onOneLine(rows.get(from + k) ?? decodeRow(bytes).text)}\n`;
        });
        await write(Buffer.from(lines.join("")));
      }
    },
    disk,
  );
  await prepared.commit();
  await prepared.handle.close();
}
