import { readSync } from "node:fs";

/** Memory for longer pieces is given back, bytes. */
const keptBytes = 16 << 20;

/** Reads pieces of an open file into memory of its own, blocking its thread: for workers. */
export class PieceReader {
  /** Read over by each piece: memory that is given back and taken again by several threads is not soon free. */
  #kept = Buffer.alloc(0);

  /** The bytes at a place, up to the next call; fewer where another program cut the file off. @throws Error */
  read(fd: number, place: number, length: number): Buffer {
    const buffer = length <= this.#kept.length ? this.#kept : Buffer.allocUnsafeSlow(length);
    if (length <= keptBytes) this.#kept = buffer;
    let filled = 0;
    while (filled < length) {
      const read = readSync(fd, buffer, filled, length - filled, place + filled);
      // Cut off by another program: the session will tell that the file has changed.
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  }
}
