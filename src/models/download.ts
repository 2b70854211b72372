import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ModelError } from "./types.ts";

/** A file to get and how to know it. */
export interface Download {
  readonly url: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** SmolLM2-135M-Instruct as F16: a pinned commit of a public repository, and the hash that the hub states for the file. */
export const embeddedDownload: Download = {
  url: "https://huggingface.co/unsloth/SmolLM2-135M-Instruct-GGUF/resolve/9e6855bc4be717fca1ef21360a1db4b29d5c559a/SmolLM2-135M-Instruct-F16.gguf",
  bytes: 270_885_952,
  sha256: "5157ca60744d21631818364854ac8e4452e1b8022d2ab4c8a2f9cda2344afb30",
};

/** How a download is made. */
export interface DownloadOptions {
  /** Where the file goes. What has come so far is beside it, as `<path>.part`, and is gone on with next time. */
  readonly path: string;
  readonly download?: Download;
  readonly fetch?: typeof fetch;
  /** Told the bytes that are there and the bytes in all. */
  readonly progress?: (done: number, total: number) => void;
  /** Milliseconds without a byte after which it is given up; a minute by default. */
  readonly stallMs?: number;
}

/**
 * Downloads the embedded model, going on where an earlier download stopped. The file appears whole and checked, or not
 * at all.
 * @returns its path
 * @throws ModelError unreachable, server, output (another content than expected), input (no disk space)
 * @throws the signal's reason where it is aborted; what came so far is kept
 */
export async function downloadEmbeddedModel(options: DownloadOptions, signal: AbortSignal): Promise<string> {
  const { path, download = embeddedDownload } = options;
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const have = await sizeOf(part);
  const start = have > download.bytes ? 0 : have;
  await needSpace(path, download.bytes - start);
  if (start < download.bytes) await receive(options, download, part, start, signal);
  const found = await sha256(part, signal);
  if (found !== download.sha256) {
    await rm(part, { force: true });
    throw new ModelError(
      "output",
      `What came from ${new URL(download.url).host} is not the embedded model (its SHA-256 is ${found}). It was deleted: try again.`,
    );
  }
  await rename(part, path);
  // The stamp by which the scripts know a whole file.
  await writeFile(`${path}.sha256`, `${download.sha256}\n`);
  return path;
}

async function receive(
  options: DownloadOptions,
  download: Download,
  part: string,
  start: number,
  signal: AbortSignal,
): Promise<void> {
  const stall = new Stall(options.stallMs ?? 60_000);
  try {
    const response = await request(options, download, start, AbortSignal.any([signal, stall.signal]));
    const resumed = response.status === 206;
    const file = await open(part, resumed ? "a" : "w");
    try {
      let done = resumed ? start : 0;
      for await (const chunk of response.body ?? []) {
        stall.reset();
        await file.write(chunk as Uint8Array);
        done += (chunk as Uint8Array).length;
        options.progress?.(done, download.bytes);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw explain(error, download, stall);
  } finally {
    stall.stop();
  }
}

async function request(
  options: DownloadOptions,
  download: Download,
  start: number,
  signal: AbortSignal,
): Promise<Response> {
  const send = options.fetch ?? fetch;
  const response = await send(download.url, {
    signal,
    headers: start > 0 ? { Range: `bytes=${start}-` } : {},
  });
  if (response.ok) return response;
  // Drop what the server would send, so that the connection is free.
  await response.body?.cancel();
  if (response.status === 416) return await request(options, download, 0, signal);
  throw new ModelError(
    "server",
    `${new URL(download.url).host} answered ${response.status} ${response.statusText} instead of the embedded model. Try later, or choose a GGUF file of your own.`,
  );
}

function explain(error: unknown, download: Download, stall: Stall): unknown {
  if (error instanceof ModelError) return error;
  const host = new URL(download.url).host;
  if (stall.signal.aborted)
    return new ModelError("timeout", `${host} stopped sending. Start again to go on from there.`);
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOSPC")
    return new ModelError("input", "The disk is full. Free some space and start again to go on from there.", {
      cause: error,
    });
  const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  return new ModelError(
    "unreachable",
    `The download from ${host} broke off (${why}). Start again to go on from there.`,
    { cause: error },
  );
}

/** Aborts when nothing came for a while. */
class Stall {
  readonly #abort = new AbortController();
  readonly #ms: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
    this.reset();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  reset(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#abort.abort(), this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

async function needSpace(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  const free = bavail * bsize;
  if (free >= bytes) return;
  const megabytes = (value: number) => `${Math.ceil(value / 1e6)} MB`;
  throw new ModelError(
    "input",
    `Not enough disk for the embedded model: ${megabytes(free)} free at ${dirname(path)}, ${megabytes(bytes)} needed.`,
  );
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function sha256(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal }))
    hash.update(chunk as Buffer);
  return hash.digest("hex");
}
