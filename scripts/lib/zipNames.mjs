// @ts-check
import { readFileSync } from "node:fs";

/** Lengths and signatures of the ZIP format (APPNOTE.TXT 4.3.12 and 4.3.16). */
const END = { signature: 0x06054b50, bytes: 22 };
const ENTRY = { signature: 0x02014b50, bytes: 46 };

/**
 * The names of the files in a ZIP archive, sorted. For archives below 4 GB and 65,535 files, which a VSIX is.
 * @param {string} path
 */
export function zipNames(path) {
  const bytes = readFileSync(path);
  let end = bytes.length - END.bytes;
  while (end >= 0 && bytes.readUInt32LE(end) !== END.signature) end -= 1;
  if (end < 0) throw new Error(`${path} is no ZIP archive.`);
  const names = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== ENTRY.signature) throw new Error(`${path} has a broken directory.`);
    const nameLength = bytes.readUInt16LE(at + 28);
    names.push(bytes.toString("utf8", at + ENTRY.bytes, at + ENTRY.bytes + nameLength));
    at += ENTRY.bytes + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names.filter((name) => !name.endsWith("/")).sort();
}
