import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** When processes started, in the terms that a system has for it: process numbers are used again. */
export interface StartTimes {
  /** Of this process. */
  readonly own: string | null;
  /** Of a process that runs; null where the system doesn't tell. */
  of(pid: number): Promise<string | null>;
  /** Whether two are of one process. */
  same(a: string, b: string): boolean;
}

/** Runs a program of the system and gives what it prints. */
type Run = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
) => Promise<string>;

/** A program that does not answer by then tells nothing, milliseconds. PowerShell takes up to some seconds to start. */
const answerMs = 10_000;
/** What a process thinks of its start, and what the system does, differ by less, milliseconds. */
const toleranceMs = 60_000;

const runProgram: Run = async (program, args, env) => {
  const options = { env, timeout: answerMs, windowsHide: true } as const;
  return (await promisify(execFile)(program, args, options)).stdout;
};

/** How start times are told on a platform. @param run what asks the system; tests give their own */
export function startTimesOn(platform: NodeJS.Platform, run: Run = runProgram): StartTimes {
  return platform === "linux" ? ofProc : byClock(platform === "win32" ? askPowerShell : askPs, run);
}

/** Linux: field 22 of /proc/<pid>/stat, in clock ticks since the machine started. */
const ofProc: StartTimes = {
  own: ticks(() => readFileSync(`/proc/${process.pid}/stat`, "utf8")),
  of: (pid) =>
    readFile(`/proc/${pid}/stat`, "utf8").then(
      (stat) => ticks(() => stat),
      () => null,
    ),
  same: (a, b) => a === b,
};

function ticks(read: () => string): string | null {
  try {
    const stat = read();
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

/**
 * By the clock, as it was when the process started: setting it later changes neither what the process noted nor what
 * the system did.
 */
function byClock(ask: (pid: number, run: Run) => Promise<string>, run: Run): StartTimes {
  return {
    own: new Date(Date.now() - process.uptime() * 1000).toISOString(),
    of: async (pid) => {
      const time = Date.parse(await ask(pid, run).catch(() => ""));
      return Number.isNaN(time) ? null : new Date(time).toISOString();
    },
    same: (a, b) => !(Math.abs(Date.parse(a) - Date.parse(b)) >= toleranceMs),
  };
}

/** The times of `ps` have no zone, and are in the words of the person's language. */
async function askPs(pid: number, run: Run): Promise<string> {
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  return `${(await run("ps", ["-o", "lstart=", "-p", String(pid)], env)).trim()} UTC`;
}

/** A process of another user has a time that may not be read: then nothing is printed. */
async function askPowerShell(pid: number, run: Run): Promise<string> {
  const script = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString("o")`;
  return (
    await run("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", script], process.env)
  ).trim();
}
