import { different, equal, unsure, type Verdict } from "./verdict.ts";

const TIME =
  /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*(?:\\(?:text|mathrm)\s*\{\s*)?([ap])\.{0,3}\s?(?:m\.{0,3})?\s*\}?$/i;
const PLAIN = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

interface Time {
  readonly minutes: number;
  readonly half: string;
}

function readTime(text: string): Time | null {
  const plain = text
    .replace(/\\(?:text|mathrm)\s*\{([^{}]*)\}/g, "$1")
    .replace(/\\[,;:! ]|~/g, " ")
    .trim();
  const match = TIME.exec(plain) ?? PLAIN.exec(plain);
  if (match === null) return null;
  const [, hours = "", minutes = "0", , half = ""] = match;
  return {
    minutes: (Number(hours) % (half === "" ? 24 : 12)) * 60 + Number(minutes),
    half: half.toLowerCase(),
  };
}

/** Compares two times of day of which at least one says a.m. or p.m.; null when they are no such times. */
export function compareTimes(gold: string, pred: string): Verdict | null {
  const [a, b] = [readTime(gold), readTime(pred)];
  if (a === null || b === null)
    return compareWithTime(a ?? b, a === null ? pred : gold, a === null ? gold : pred);
  if (a.half === "" && b.half === "") return isClock(gold) || isClock(pred) ? sameMinutes(a, b) : null;
  if (a.half !== "" && b.half !== "")
    return a.half === b.half && a.minutes === b.minutes
      ? equal("equal as times")
      : different("different times");
  const [withHalf, without] = a.half === "" ? [b, a] : [a, b];
  if (without.minutes === withHalf.minutes + (withHalf.half === "p" ? 720 : 0) && without.minutes >= 720)
    return equal("equal as times");
  return without.minutes % 720 === withHalf.minutes
    ? unsure("only one says a.m. or p.m.")
    : different("different times");
}

/** A time of day against something that is no time: an hour alone leaves a part of it out. Null without a time. */
function compareWithTime(time: Time | null, text: string, other: string): Verdict | null {
  if (time === null || (time.half === "" && !(isClock(text) && /^\d+$/.test(other)))) return null;
  const hour = /^(?:[a-z]\s*=\s*)?(\d{1,2})(?:\s*o['’]?clock)?$/i.exec(other.trim())?.[1];
  return hour !== undefined && (Number(hour) % 12) * 60 === time.minutes
    ? unsure("only one is a whole time of day")
    : different("a time of day against another kind of answer");
}

/** A whole hour or its first minutes are no ratio: 12:00, 4:05. */
function isClock(text: string): boolean {
  return /:0\d/.test(text);
}

function sameMinutes(a: Time, b: Time): Verdict {
  return a.minutes === b.minutes ? equal("equal as times") : different("different times");
}
