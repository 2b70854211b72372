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

/** Copies a stretch; the next piece is read while one is written. @throws Error where the file is shorter than `to` */
export async function copyBytes(source: ByteSource, from: number, to: number, write: Write): Promise<void> {
  if (to <= from) return;
  const buffers = Array.from({ length: to - from > pieceBytes ? 2 : 1 }, () =>
    Buffer.allocUnsafeSlow(Math.min(pieceBytes, to - from)),
  );
  const ask = async (at: number, buffer: Buffer): Promise<Buffer> => {
    const part = buffer.subarray(0, Math.min(buffer.length, to - at));
    if ((await source.readInto(part, at)) === part.length) return part;
    throw new Error(`The file became shorter than ${to} bytes while it was read.`);
  };
  let [current, spare] = [buffers[0] ?? Buffer.alloc(0), buffers[1]];
  let reading = ask(from, current);
  for (let at = from; at < to;) {
    const bytes = await reading;
    at += bytes.length;
    if (at < to && spare !== undefined) {
      reading = ask(at, spare);
      // Awaited in the next round; a write that fails first must not leave it unheard.
      reading.catch(() => undefined);
      [current, spare] = [spare, current];
    }
    await write(bytes);
  }
}
