import type { Budget } from "../evaluate/numeric.ts";

/** Whether two answers are the same: yes, no, or not to be settled here; and why, in words for a person. */
export interface Verdict {
  readonly equal: boolean | null;
  readonly reason: string;
}

/** What one comparison carries through all its parts. */
export interface Context {
  readonly budget: Budget;
  /** The base of a logarithm written without one. */
  readonly logBase: number;
  /** Whether the order of a list counts. */
  readonly ordered: boolean;
}

/** Equal, for a reason. */
export function equal(reason: string): Verdict {
  return { equal: true, reason };
}

/** Different, for a reason. */
export function different(reason: string): Verdict {
  return { equal: false, reason };
}

/** Not to be settled here, for a reason. */
export function unsure(reason: string): Verdict {
  return { equal: null, reason };
}

/** The verdict on a whole from those on its parts: different if one is, else unsure if one is, else equal for `reason`. */
export function all(parts: readonly Verdict[], reason: string): Verdict {
  return (
    parts.find((part) => part.equal === false) ?? parts.find((part) => part.equal === null) ?? equal(reason)
  );
}
