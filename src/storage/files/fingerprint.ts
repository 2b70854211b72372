import type { BigIntStats } from "node:fs";
import { stat, type FileHandle } from "node:fs/promises";
import { storageError } from "../failures.ts";

/** What tells one content of a file from another without reading it: identity, size and time of change. */
export interface Fingerprint {
  readonly dev: string;
  readonly ino: string;
  /** Bytes. */
  readonly size: number;
  /** Modification time, nanoseconds since 1970 as decimal digits. */
  readonly mtime: string;
}

/** Fingerprint of a path or of an open file. @throws NodeJS.ErrnoException */
export async function fingerprintOf(file: string | FileHandle): Promise<Fingerprint> {
  return fromStats(
    typeof file === "string" ? await stat(file, { bigint: true }) : await file.stat({ bigint: true }),
  );
}

/** Fingerprint of a path; null where nothing is there. @throws StorageError */
export async function fingerprintOrNull(path: string): Promise<Fingerprint | null> {
  try {
    return await fingerprintOf(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw storageError(error, "read", path);
  }
}

/** True where there is no such file: none has a name that is too long for the disk. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENAMETOOLONG"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Fingerprint out of a stat with bigint fields. */
export function fromStats(stats: BigIntStats): Fingerprint {
  return {
    dev: String(stats.dev),
    ino: String(stats.ino),
    size: Number(stats.size),
    mtime: String(stats.mtimeNs),
  };
}

/** True where nothing tells the two apart. */
export function sameContent(a: Fingerprint, b: Fingerprint): boolean {
  return sameFile(a, b) && a.size === b.size && a.mtime === b.mtime;
}

/** True where both are the same file, whatever it holds. */
export function sameFile(a: Fingerprint, b: Fingerprint): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/** True where a fingerprint, as JSON, is of the same file when it was shorter. */
export function hasGrown(earlier: string, now: Fingerprint): boolean {
  const before = asFingerprint(JSON.parse(earlier));
  return before !== null && sameFile(before, now) && before.size < now.size;
}

/** Reads a fingerprint out of parsed JSON; null where it is none. */
export function asFingerprint(value: unknown): Fingerprint | null {
  if (typeof value !== "object" || value === null) return null;
  const { dev, ino, size, mtime } = value as Record<string, unknown>;
  if (typeof dev !== "string" || typeof ino !== "string" || typeof mtime !== "string") return null;
  return typeof size === "number" ? { dev, ino, size, mtime } : null;
}
