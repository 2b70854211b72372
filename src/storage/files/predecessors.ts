import { open } from "node:fs/promises";
import type { ByteFile } from "./byteFile.ts";
import { fingerprintOf, sameFile, type Fingerprint } from "./fingerprint.ts";

/** Of replaced files to which nothing was appended since, so many are watched, and the first: each keeps its room on the disk. */
const idleFiles = 4;

/** A replaced file. */
interface Replaced {
  readonly file: ByteFile;
  /** Bytes of it that are in the new file. */
  carried: number;
  grew: boolean;
}

/**
 * Files that saves have replaced while another program was appending to them. That program still writes into the old
 * file, which no longer has a name: what it appends is carried over to the new one.
 */
export class Predecessors {
  #files: Replaced[] = [];

  /** True where something was carried over. */
  active = false;

  /** Watches a replaced file from the size that the new one was made of. Takes over one use of it. */
  async add(file: ByteFile, size: number): Promise<void> {
    this.#files.push({ file, carried: size, grew: false });
    const idle = this.#files.filter(({ grew }) => !grew);
    // The first was there before the program that appends knew of any other.
    const over = idle.slice(1, Math.max(1, idle.length - idleFiles));
    this.#files = this.#files.filter((one) => !over.includes(one));
    for (const one of over) await one.file.release();
  }

  /** Appends what came since. Does nothing where another file has the name now. @throws NodeJS.ErrnoException */
  async carryOver(path: string, now: Fingerprint): Promise<void> {
    for (const one of this.#files) {
      const { size } = await one.file.handle.stat();
      if (size <= one.carried) continue;
      const bytes = await one.file.read(one.carried, size - one.carried);
      const target = await open(path, "a");
      try {
        if (!sameFile(await fingerprintOf(target), now)) return;
        await target.appendFile(bytes);
        await target.datasync();
      } finally {
        await target.close();
      }
      one.carried += bytes.length;
      one.grew = true;
      this.active = true;
    }
  }

  async close(): Promise<void> {
    const files = this.#files;
    this.#files = [];
    for (const { file } of files) await file.release();
  }
}
