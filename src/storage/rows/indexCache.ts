import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { asFingerprint, sameContent, sameFile, type Fingerprint } from "../files/fingerprint.ts";
import { prepareFile } from "../files/replaceFile.ts";
import { RowIndex, type RowBatch, type Tail } from "./rowIndex.ts";
import type { TextContainer } from "../store.ts";

/** An index as it is kept between sessions. */
export interface CachedIndex {
  readonly fingerprint: Fingerprint;
  readonly container: TextContainer;
  /** Bytes that were indexed. */
  readonly size: number;
  readonly tail: Tail;
  /** Checksum of the last bytes indexed: an appended file still has them there. */
  readonly tailSum: string;
  readonly warning: string | null;
  readonly index: RowIndex;
}

const version = 1;

/** The index of a dataset, kept in a file. A cache that can't be read or written costs time, nothing else. */
export class IndexCache {
  readonly #place: string;

  constructor(place: string) {
    this.#place = place;
  }

  /** The index of a file that is as it was, or has only grown since; null where there is none. */
  async load(now: Fingerprint): Promise<CachedIndex | null> {
    try {
      const bytes = await readFile(this.#place);
      const cached = decode(bytes);
      if (cached === null || !sameFile(cached.fingerprint, now)) return null;
      const grown = cached.container === "jsonl" && cached.size < now.size;
      return grown || sameContent(cached.fingerprint, now) ? cached : null;
    } catch {
      return null;
    }
  }

  async save(cached: CachedIndex): Promise<void> {
    try {
      await mkdir(dirname(this.#place), { recursive: true });
      const prepared = await prepareFile(this.#place, null, (write) => write(encode(cached)));
      await prepared.commit();
      await prepared.handle.close();
    } catch {
      // Next time the file is scanned again.
    }
  }
}

/** Header (JSON, padded to 8 bytes, its length first), then the three columns. */
function encode({ index, ...header }: CachedIndex): Uint8Array {
  const columns = index.columns();
  const json = Buffer.from(JSON.stringify({ version, rows: index.count, ...header }));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(8 + padded + index.count * 16);
  bytes.writeUInt32LE(json.length, 0);
  json.copy(bytes, 8);
  let at = 8 + padded;
  for (const column of [columns.starts, columns.lengths, columns.lines]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes;
}

function decode(bytes: Buffer): CachedIndex | null {
  const length = bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as Omit<CachedIndex, "index"> & {
    version: number;
    rows: number;
  };
  const at = 8 + Math.ceil(length / 8) * 8;
  const fits = header.version === version && bytes.length === at + header.rows * 16;
  if (!fits || asFingerprint(header.fingerprint) === null) return null;
  const index = new RowIndex();
  index.append(columnsAt(bytes, at, header.rows));
  return { ...header, index };
}

function columnsAt(bytes: Buffer, at: number, rows: number): RowBatch {
  // Typed arrays need aligned memory, which a pooled Buffer doesn't promise: copied.
  const body = Uint8Array.prototype.slice.call(bytes, at).buffer;
  return {
    starts: new Float64Array(body, 0, rows),
    lengths: new Uint32Array(body, rows * 8, rows),
    lines: new Uint32Array(body, rows * 12, rows),
  };
}
