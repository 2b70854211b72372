import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** What tells a process from another. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** When it started, in the system's own terms, where the system tells: process numbers are used again. */
  readonly started: string | null;
}

/** The mark of this process. */
export const thisProcess: ProcessMark = {
  pid: process.pid,
  host: hostname(),
  started: startOf(process.pid),
};

/** Reads a mark out of JSON; null where it is none. */
export function asProcess(text: string): ProcessMark | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    const { pid, host, started } = value as Record<string, unknown>;
    if (typeof pid !== "number" || typeof host !== "string") return null;
    return { pid, host, started: typeof started === "string" ? started : null };
  } catch {
    return null;
  }
}

/** True for a process of another machine, which shares the folder. */
export function isOfAnotherMachine(mark: ProcessMark): boolean {
  return mark.host !== thisProcess.host;
}

/** Whether a process still runs. One of another machine can't be asked: it counts as running. */
export function isAlive(mark: ProcessMark): boolean {
  if (isOfAnotherMachine(mark)) return true;
  return isRunning(mark.pid) && (mark.started === null || mark.started === startOf(mark.pid));
}

/** Whether a process of this machine has that number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Start time of a process where the system tells it (Linux: field 22 of /proc/<pid>/stat, in clock ticks). */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
