import type { ByteSource } from "./byteFile.ts";
import type { Write } from "./replaceFile.ts";

/** Replace `length` bytes at `offset` by `bytes`. */
export interface BytePatch {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

/** Bytes copied at a time. */
const pieceBytes = 4 << 20;

/**
 * Copies a file with some stretches replaced; every other byte stays.
 * @param patches in order of offset, not overlapping
 * @throws Error where the file is shorter than `size`
 */
export async function spliceBytes(
  source: ByteSource,
  size: number,
  patches: readonly BytePatch[],
  write: Write,
): Promise<void> {
  let at = 0;
  for (const patch of patches) {
    if (patch.offset < at || patch.offset + patch.length > size) {
      throw new RangeError(`Patch at ${patch.offset} overlaps another or leaves the file (${size} bytes).`);
    }
    await copyBytes(source, at, patch.offset, write);
    await write(patch.bytes);
    at = patch.offset + patch.length;
  }
  await copyBytes(source, at, size, write);
}

async function copyBytes(source: ByteSource, from: number, to: number, write: Write): Promise<void> {
  for (let at = from; at < to;) {
    const bytes = await source.read(at, Math.min(pieceBytes, to - at));
    if (bytes.length === 0) throw new Error(`The file ended at byte ${at}; ${to} were expected.`);
    await write(bytes);
    at += bytes.length;
  }
}
