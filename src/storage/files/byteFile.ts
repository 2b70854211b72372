import { read } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { StorageError } from "../types.ts";

/** Bytes at random places of a file that stays the same file when its name is given to another. */
export interface ByteSource {
  /** Bytes from `offset`, fewer where the file ends before `length`. */
  read(offset: number, length: number): Promise<Buffer>;
  /** The same into a buffer at hand, as many as it holds. Returns how many there were. */
  readInto(buffer: Buffer, offset: number): Promise<number>;
}

/** A pipe would keep who opens it waiting for somebody to write into it. @throws StorageError; NodeJS.ErrnoException */
export async function expectFile(path: string): Promise<void> {
  const stats = await stat(path);
  if (!stats.isFile() && !stats.isDirectory())
    throw new StorageError("not-a-dataset", `${path} is neither a file nor a folder.`);
}

/** An open file whose handle closes when the last of its users lets go. */
export class ByteFile implements ByteSource {
  readonly handle: FileHandle;
  #users = 1;

  /** Takes over an open handle. */
  constructor(handle: FileHandle) {
    this.handle = handle;
  }

  /** @throws NodeJS.ErrnoException; StorageError where it is no file */
  static async open(path: string): Promise<ByteFile> {
    await expectFile(path);
    return new ByteFile(await open(path, "r"));
  }

  /** One more user: it must call `release`. */
  retain(): this {
    this.#users++;
    return this;
  }

  /** One user less. */
  async release(): Promise<void> {
    if (--this.#users === 0) await this.handle.close();
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, await this.readInto(buffer, offset));
  }

  async readInto(buffer: Buffer, offset: number): Promise<number> {
    let filled = 0;
    this.retain();
    try {
      while (filled < buffer.length) {
        const count = await readSome(this.handle.fd, buffer.subarray(filled), offset + filled);
        if (count === 0) break;
        filled += count;
      }
    } finally {
      await this.release();
    }
    return filled;
  }
}

/** By its callback, which takes less time than the promise of the handle. */
function readSome(fd: number, into: Buffer, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, into, 0, into.length, offset, (error, count) =>
      error === null ? resolve(count) : reject(error),
    );
  });
}
