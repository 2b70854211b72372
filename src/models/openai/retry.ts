import { APIError } from "openai";
import { setTimeout as sleep } from "node:timers/promises";
import { isPassing } from "./errors.ts";

/** How requests are sent again. */
export interface RetryOptions {
  /** Requests in all. */
  readonly attempts: number;
  /** Milliseconds before the second request; doubled each time, with some chance in it. */
  readonly baseMs: number;
  /** 0 to 1. */
  readonly random: () => number;
}

/** Longest wait that a server may ask for; one that asks for more has failed for now. */
const longestMs = 120_000;

/**
 * Sends a request until it is taken, while the failure is a passing one: waits as long as `Retry-After` says, else
 * twice as long each time.
 * @param waiting told before each wait
 */
export async function withRetry<T>(
  send: () => Promise<T>,
  options: RetryOptions,
  waiting: (message: string) => void,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (attempt >= options.attempts || signal.aborted || !isPassing(error)) throw error;
      const backOff = options.baseMs * 2 ** (attempt - 1) * (0.75 + options.random() / 2);
      const ms = retryAfterMs(error) ?? Math.min(backOff, 30_000);
      if (ms > longestMs) throw error;
      const what =
        error instanceof APIError && typeof error.status === "number"
          ? `The server answered ${error.status}`
          : "The connection broke off";
      waiting(
        `${what}: trying again in ${(ms / 1000).toFixed(ms < 9500 ? 1 : 0)} s (${attempt + 1} of ${options.attempts}) …`,
      );
      await sleep(ms, undefined, { signal });
    }
  }
}

/** Wait that the answer asks for (RFC 9110: seconds or a date), in milliseconds; null where it asks for none. */
function retryAfterMs(error: unknown): number | null {
  const value = error instanceof APIError ? headerOf(error.headers, "retry-after") : null;
  if (value === null || value.trim() === "") return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

function headerOf(headers: unknown, name: string): string | null {
  return headers instanceof Headers ? headers.get(name) : null;
}
