import { spawn } from "node:child_process";

/**
 * Byte offsets of what matches patterns in a file, in order, some at a time. The program ends with the reader.
 * @param patterns regular expressions in which characters are bytes
 * @throws Error where the program can't be started or fails; the signal's reason where aborted
 */
export async function* ripgrepOffsets(
  program: string,
  path: string,
  patterns: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<number[]> {
  const asBytes = ["--no-config", "--text", "--encoding=none", "--no-unicode"];
  // Only all matches come with the offset of the match; that of the first would do.
  const offsetsAlone = ["--byte-offset", "--only-matching", "--replace=", "--no-line-number"];
  const plain = ["--no-filename", "--no-heading", "--color=never", "--line-buffered"];
  const which = patterns.flatMap((pattern) => ["-e", pattern]);
  const child = spawn(program, [...asBytes, ...offsetsAlone, ...plain, ...which, "--", path], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const stop = (): void => void child.kill();
  signal.addEventListener("abort", stop);
  const ended = new Promise<string | null>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    // 0 found some, 1 found none.
    child.on("close", (code) =>
      resolve(code === 0 || code === 1 ? null : `it ended with ${code ?? "a signal"}`),
    );
  });
  let rest = "";
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const lines = (rest + chunk.toString("latin1")).split("\n");
      rest = lines.pop() ?? "";
      yield lines.map((line) => Number.parseInt(line, 10));
    }
    const failure = await ended;
    signal.throwIfAborted();
    if (failure !== null) throw new Error(`ripgrep (${program}) failed: ${failure}`);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}
