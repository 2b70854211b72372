import { read } from "node:fs";
import { promisify } from "node:util";

const readInto = promisify(read);

/** Bytes a read, and reads under way: the disk cache is copied by other threads while this one looks at bytes. */
const pieceBytes = 1 << 20;
const readsAhead = 4;

/** Part of an open file. */
export interface Stretch {
  readonly fd: number;
  /** Where it ends. */
  readonly size: number;
  readonly from: { readonly offset: number };
}

/** A file's bytes in order, read ahead. Ends where the file does. A piece is read over when the next is asked for. */
export async function* pieces({ fd, size, from }: Stretch): AsyncGenerator<Uint8Array> {
  const buffers = Array.from({ length: readsAhead }, () => Buffer.allocUnsafeSlow(pieceBytes));
  const queue: Promise<{ bytesRead: number; buffer: Buffer; wanted: number }>[] = [];
  let next = from.offset;
  const ask = (buffer: Buffer): void => {
    if (next >= size) return;
    const wanted = Math.min(pieceBytes, size - next);
    queue.push(
      readInto(fd, buffer, 0, wanted, next).then(({ bytesRead }) => ({ bytesRead, buffer, wanted })),
    );
    next += wanted;
  };
  buffers.forEach(ask);
  try {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const { bytesRead, buffer, wanted } = await one;
      yield buffer.subarray(0, bytesRead);
      if (bytesRead < wanted) return;
      ask(buffer);
    }
  } finally {
    // Nothing may read any more once the caller closes the file.
    await Promise.allSettled(queue);
  }
}
