import { hostname } from "node:os";
import { startTimesOn, type StartTimes } from "./startTimes.ts";

/** What tells a process from another. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** When it started, in the system's own terms, where the system tells: process numbers are used again. */
  readonly started: string | null;
}

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

/** Whether a process of this machine has that number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Tells whether processes still run. */
export class Processes {
  /** The mark of this process. */
  readonly own: ProcessMark;
  readonly #times: StartTimes;
  /** Whether those were the processes that they say, by their marks: asking may take half a second, so it is done once. */
  readonly #known = new Map<string, Promise<boolean>>();

  constructor(times: StartTimes) {
    this.#times = times;
    this.own = { pid: process.pid, host: hostname(), started: times.own };
  }

  /** True for a process of another machine, which shares the folder. */
  isOfAnotherMachine(mark: ProcessMark): boolean {
    return mark.host !== this.own.host;
  }

  /** Whether a process still runs. One of another machine, or whose start the system doesn't tell, counts as running. */
  async isAlive(mark: ProcessMark): Promise<boolean> {
    if (this.isOfAnotherMachine(mark)) return true;
    const key = JSON.stringify(mark);
    if (!isRunning(mark.pid)) {
      // What has its number later is another.
      this.#known.set(key, Promise.resolve(false));
      return false;
    }
    const known = this.#known.get(key) ?? this.#isTheSame(mark);
    this.#known.set(key, known);
    return known;
  }

  async #isTheSame({ pid, started }: ProcessMark): Promise<boolean> {
    if (started === null) return true;
    const found = pid === this.own.pid ? this.own.started : await this.#times.of(pid);
    return found === null || this.#times.same(started, found);
  }
}

/** The processes of this machine. */
export const processes = new Processes(startTimesOn(process.platform));
