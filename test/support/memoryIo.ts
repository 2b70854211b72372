import { PassThrough, Readable } from "node:stream";
import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";

/** What a run of the command line gave. */
export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `stepdpo` inside the test's process, with streams in memory. */
export async function stepdpo(
  argv: readonly string[],
  {
    cwd = process.cwd(),
    stdin = "",
    env = {},
    signal = new AbortController().signal,
    terminal = false,
  }: Partial<CliOptions> = {},
): Promise<CliResult> {
  const stream = (): PassThrough => Object.assign(new PassThrough(), { isTTY: terminal });
  const [stdout, stderr] = [stream(), stream()];
  const [out, err] = [collect(stdout), collect(stderr)];
  const io: Io = {
    stdin: Readable.from([stdin]),
    stdout,
    stderr,
    env,
    cwd,
    signal,
    now: () => "2026-01-02T03:04:05.000Z",
  };
  const code = await run(argv, io, "0.0.0-test");
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}

interface CliOptions {
  readonly cwd: string;
  readonly stdin: string | Uint8Array;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Standard output and error are a terminal: progress is drawn. */
  readonly terminal: boolean;
}

async function collect(stream: PassThrough): Promise<string> {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) text += String(chunk);
  return text;
}
