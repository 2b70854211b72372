import { read } from "node:fs";
import { promisify } from "node:util";
import { checksum } from "../../storage/files/checksum.ts";

/** Stretches of a file that stand for all of it, and bytes of each. */
const samples = 64;
const sampleBytes = 4096;

const readBytes = promisify(read);

/**
 * A checksum of stretches all over the first bytes of an open file, of all of them where they are few: tells a file that
 * was appended to from one that was written anew, without reading all of it.
 * @param end bytes that count
 * @throws NodeJS.ErrnoException
 */
export async function sampleSum(fd: number, end: number): Promise<string> {
  const apart = Math.max(sampleBytes, Math.floor((end - sampleBytes) / (samples - 1)));
  const parts: Buffer[] = [];
  for (let position = 0; position < end; position += apart) {
    const buffer = Buffer.alloc(Math.min(sampleBytes, end - position));
    const { bytesRead } = await readBytes(fd, { buffer, position });
    parts.push(buffer.subarray(0, bytesRead));
  }
  return checksum(Buffer.concat(parts));
}
