import { open, type FileHandle } from "node:fs/promises";

/** Bytes at random places of a file that stays the same file when its name is given to another. */
export interface ByteSource {
  /** Bytes from `offset`, fewer where the file ends before `length`. */
  read(offset: number, length: number): Promise<Buffer>;
  /** The same into a buffer at hand, as many as it holds. Returns how many there were. */
  readInto(buffer: Buffer, offset: number): Promise<number>;
}

/** An open file whose handle closes when the last of its users lets go. */
export class ByteFile implements ByteSource {
  readonly handle: FileHandle;
  #users = 1;

  /** Takes over an open handle. */
  constructor(handle: FileHandle) {
    this.handle = handle;
  }

  /** @throws NodeJS.ErrnoException */
  static async open(path: string): Promise<ByteFile> {
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
        const { bytesRead } = await this.handle.read(buffer, filled, buffer.length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
    } finally {
      await this.release();
    }
    return filled;
  }
}
