import { open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";

/** The first bytes of a file as text, unzipped where it is gzip; null where they are no text. */
export async function readHead(path: string, length: number): Promise<string | null> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return asText(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function asText(bytes: Buffer): string | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      // A head ends in mid-stream: what is there so far is taken.
      return asText(gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }));
    } catch {
      return null;
    }
  }
  return bytes.includes(0) ? null : bytes.toString("utf8");
}
