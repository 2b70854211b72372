import { open } from "node:fs/promises";
import type { ByteFile } from "./byteFile.ts";
import { fingerprintOf, sameFile, type Fingerprint } from "./fingerprint.ts";

/**
 * Files that saves have replaced while another program was appending to them. That program still writes into the old
 * file, which no longer has a name: what it appends is carried over to the new one.
 */
export class Predecessors {
  #files: { readonly file: ByteFile; carried: number }[] = [];

  /** True where something was carried over. */
  active = false;

  /** Watches a replaced file from the size that the new one was made of. Takes over one use of it. */
  add(file: ByteFile, size: number): void {
    this.#files.push({ file, carried: size });
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
      this.active = true;
    }
  }

  async close(): Promise<void> {
    const files = this.#files;
    this.#files = [];
    for (const { file } of files) await file.release();
  }
}
