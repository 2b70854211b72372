import { extname } from "node:path";
import { isJsonSpace } from "../rows/scanner.ts";
import { StorageError, type Container } from "../types.ts";

/** What the first bytes say of a file. */
export interface Recognised {
  readonly container: Exclude<Container, "folder">;
  /** Offset of the first byte after a byte order mark. */
  readonly start: number;
}

function compressed(by: string): string {
  return `compressed (${by}). Unpack it and open what is in it.`;
}

/** What is no dataset, and has its name, by the first bytes. */
const foreignKinds: readonly { readonly magic: Uint8Array; readonly is: string }[] = [
  { magic: Buffer.from("PK\x03\x04", "latin1"), is: compressed("zip") },
  { magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), is: compressed("zstd") },
  { magic: Buffer.from("\xfd7zXZ\0", "latin1"), is: compressed("xz") },
  { magic: Buffer.from("BZh", "latin1"), is: compressed("bzip2") },
  {
    magic: Buffer.from("version https://git-lfs.github.com/spec/"),
    is: 'a pointer of Git LFS, not the data. Run "git lfs pull" to get it.',
  },
];

/**
 * Tells the container by the first bytes; the name decides only what bytes can't: whether a line that is an array is
 * a row of JSONL.
 * @throws StorageError for text that is not UTF-8 by its byte order mark
 */
export function recogniseContainer(head: Uint8Array, path: string): Recognised {
  if (head[0] === 0x1f && head[1] === 0x8b) return { container: "jsonl.gz", start: 0 };
  if (ascii(head, 0, 4) === "PAR1") return { container: "parquet", start: 0 };
  const foreign = foreignKinds.find(({ magic }) => magic.every((byte, at) => head[at] === byte));
  if (foreign !== undefined) throw new StorageError("not-a-dataset", `${path} is ${foreign.is}`);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw new StorageError("not-a-dataset", `${path} is UTF-16 text. Convert it to UTF-8 and open it again.`);
  }
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return { container: textContainer(head, start, path), start };
}

function textContainer(head: Uint8Array, start: number, path: string): "jsonl" | "json-array" | "json" {
  let at = start;
  while (at < head.length && isJsonSpace(head[at] ?? 0)) at++;
  const lines = [".jsonl", ".ndjson"].includes(extname(path).toLowerCase());
  const newline = head.indexOf(0x0a, at);
  const firstLine = ascii(head, at, newline < 0 ? head.length : newline);
  if (head[at] === 0x5b) return lines && newline >= 0 && isJson(firstLine) ? "jsonl" : "json-array";
  if (head[at] !== 0x7b || lines) return "jsonl";
  // One object over several lines, such as a row of its own in a folder.
  return newline >= 0 && !isJson(firstLine) && isOpening(firstLine) ? "json" : "jsonl";
}

/** True for a line that opens an object and leaves it open, as pretty-printed JSON does. */
function isOpening(line: string): boolean {
  return /^\{\s*(?:"[^"]{0,200}"\s*:.{0,2000}[,{[])?\s*$/su.test(line);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(
    bytes.buffer,
    bytes.byteOffset + from,
    Math.max(0, Math.min(to, bytes.length) - from),
  ).toString("utf8");
}
