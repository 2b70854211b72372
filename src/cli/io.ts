import type { Readable, Writable } from "node:stream";
import { failureReason } from "../storage/failures.ts";

/** What a command may touch of the world outside, so that tests can stand in for it. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** Clock, ISO time. */
  readonly now: () => string;
}

/** Exit codes, as DESIGN's command line gives them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const;

/** An argument that does not fit; ends the command with exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** Ctrl+C; ends the command with exit code 130. */
export class CancelledError extends Error {
  constructor() {
    super("Cancelled.");
    this.name = "CancelledError";
  }
}

/** Standard output that takes no more: its reader has closed it, or the disk that it goes to is full. */
export class OutputError extends Error {
  /** Whether nobody reads on, as after `| head`: no failure of ours. */
  readonly closed: boolean;
  constructor(cause: unknown) {
    super(`Can't write to standard output: ${failureReason(cause)}`, { cause });
    this.name = "OutputError";
    this.closed = cause instanceof Error && "code" in cause && cause.code === "EPIPE";
  }
}

/** Takes back what a progress line has drawn. */
const clearLine = "\r\u001b[K";

/** Whether a stream is a terminal that can redraw a line. */
export function isTerminal(io: Pick<Io, "env">, stream: Writable): boolean {
  return "isTTY" in stream && stream.isTTY === true && io.env["TERM"] !== "dumb";
}

/** Writes a line for people to standard error, in place of a progress line that may stand there. */
export function note(io: Io, message: string): void {
  io.stderr.write(isTerminal(io, io.stderr) ? `${clearLine}${visible(message)}\n` : `${message}\n`);
}

/** Control characters as pictures of themselves: a dataset's text must not move a terminal's cursor or set its title. */
function visible(text: string): string {
  return text.replace(/(?![\n\t]|\r\n)\p{Cc}/gu, (control) => {
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\u2421";
  });
}

/** `1 row`, `2 rows`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** Writes to standard output and waits where the reader is slower than we are. @throws OutputError */
export async function write(io: Pick<Io, "stdout" | "env">, text: string | Uint8Array): Promise<void> {
  const shown = typeof text === "string" && isTerminal(io, io.stdout) ? visible(text) : text;
  await new Promise<void>((resolve, reject) => {
    io.stdout.write(shown, (error) => {
      if (error == null) resolve();
      else reject(new OutputError(error));
    });
  });
}

/** Prints one JSON object (`--json`) or text for people; nothing else goes to standard output. */
export async function print(io: Io, json: boolean, value: object, text: () => string): Promise<void> {
  await write(io, json ? `${JSON.stringify(value)}\n` : `${text().trimEnd()}\n`);
}

/** Ends the command where Ctrl+C was pressed. @throws CancelledError */
export function checkCancelled(io: Io): void {
  if (io.signal.aborted) throw new CancelledError();
}

/** A progress line on standard error that redraws itself, at most ten times a second; silent where it is no terminal. */
export function progress(io: Io): { update(message: string): void; end(): void } {
  const terminal = isTerminal(io, io.stderr);
  let last = 0;
  let drawn = false;
  return {
    update(message) {
      const now = performance.now();
      if (!terminal || now - last < 100) return;
      last = now;
      drawn = true;
      io.stderr.write(`${clearLine}${message}`);
    },
    end() {
      if (drawn) io.stderr.write(clearLine);
      drawn = false;
    },
  };
}
