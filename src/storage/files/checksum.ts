import { createHash } from "node:crypto";

/** First 16 hex digits of SHA-256: tells torn journal lines and rows changed under an edit. Not for security. */
export function checksum(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
