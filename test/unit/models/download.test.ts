import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { downloadEmbeddedModel } from "../../../src/models/index.ts";

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251));
const sha256 = createHash("sha256").update(content).digest("hex");
const never = new AbortController().signal;

let folder = "";
let server: Server;
let url = "";
let ranges: (string | undefined)[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

function whole(request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/bytes=(\d+)-/u.exec(request.headers.range ?? "")?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200);
  response.end(content.subarray(start));
}

/** Sends the first part and then breaks off. */
function torn(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-length": content.length });
  response.write(content.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 50));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "stepdpo-download-"));
  ranges = [];
  answer = whole;
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.gguf`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function download(
  signal = never,
  hash = sha256,
  options: { progress?: (done: number) => void; stallMs?: number } = {},
) {
  const path = join(folder, "models", "model.gguf");
  const from = { url, bytes: content.length, sha256: hash };
  const progress = options.progress ?? (() => undefined);
  return { path, done: downloadEmbeddedModel({ ...options, path, download: from, progress }, signal) };
}

describe("downloading the embedded model", () => {
  it("gives the whole file and tells its progress", async () => {
    const told: number[] = [];
    const { path, done } = download(never, sha256, { progress: (bytes) => told.push(bytes) });
    expect(await done).toBe(path);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(told.at(-1)).toBe(content.length);
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it("goes on where an earlier one broke off", async () => {
    answer = torn;
    await expect(download().done).rejects.toThrow(/broke off .*go on from there/u);
    answer = whole;
    const { path, done } = download();
    await done;
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/u);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it("starts anew where the server can't go on", async () => {
    answer = torn;
    await expect(download().done).rejects.toThrow();
    answer = (_request, response) => response.end(content);
    const { path, done } = download();
    await done;
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it("refuses another file and deletes it", async () => {
    const { path, done } = download(never, "0".repeat(64));
    await expect(done).rejects.toMatchObject({ kind: "output" });
    expect(existsSync(path) || existsSync(`${path}.part`)).toBe(false);
  });

  it("is cancelled at once, keeping what came", async () => {
    answer = (_request, response) => response.write(content.subarray(0, 50_000));
    const abort = new AbortController();
    const { path, done } = download(abort.signal, sha256, { progress: () => abort.abort() });
    await expect(done).rejects.toThrow(/abort/iu);
    expect(existsSync(`${path}.part`)).toBe(true);
  });

  it("gives up on a server that hangs", async () => {
    answer = (_request, response) => response.write(content.subarray(0, 50_000));
    const { done } = download(never, sha256, { stallMs: 500 });
    await expect(done).rejects.toMatchObject({ kind: "timeout" });
  });

  it("tells what the server answered instead", async () => {
    answer = (_request, response) => {
      response.writeHead(503, "Service Unavailable");
      response.end();
    };
    await expect(download().done).rejects.toThrow(/answered 503 Service Unavailable/u);
  });

  it("takes a part that is whole already without asking", async () => {
    const { path, done } = download();
    await done;
    rmSync(path);
    writeFileSync(`${path}.part`, content);
    await download().done;
    expect(ranges).toHaveLength(1);
  });
});
