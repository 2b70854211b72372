import { readSync } from "node:fs";

/** Reads pieces of an open file into memory of its own, blocking its thread: for workers. */
export class PieceReader {
  /** Read over by each piece: memory that is given back and taken again by several threads is not soon free. */
  #buffer = Buffer.alloc(0);

  /** The bytes at a place, up to the next call; fewer where another program cut the file off. @throws Error */
  read(fd: number, place: number, length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafeSlow(length);
    const bytes = this.#buffer.subarray(0, length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(fd, bytes, filled, length - filled, place + filled);
      // Cut off by another program: the session will tell that the file has changed.
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  }
}
