import type { Candidate } from "../../src/core/candidate.ts";
import type { Label, Outcome, Source } from "../../src/core/model.ts";

/** How something is shown: an icon and a word, so that colour is never the only cue. */
export interface Shown {
  readonly icon: string;
  readonly word: string;
  /** Class that colours it. */
  readonly tone: "good" | "bad" | "warn" | "quiet";
}

/** Labels of steps, in the order of their keys. */
export const labelWords: Readonly<Record<Label, Shown>> = {
  correct: { icon: "pass", word: "Correct", tone: "good" },
  neutral: { icon: "circle-large", word: "Neutral", tone: "warn" },
  incorrect: { icon: "error", word: "Incorrect", tone: "bad" },
};

/** Outcomes of traces. */
export const outcomeWords: Readonly<Record<Outcome, Shown>> = {
  right: { icon: "pass-filled", word: "Right", tone: "good" },
  wrong: { icon: "error", word: "Wrong", tone: "bad" },
  unknown: { icon: "question", word: "Unknown", tone: "quiet" },
};

/** What became of a candidate. */
export function candidateWords(candidate: Candidate): Shown {
  switch (candidate.state) {
    case "streaming":
      return { icon: "loading codicon-modifier-spin", word: "Sampling", tone: "quiet" };
    case "win":
      return { icon: "pass-filled", word: "Win", tone: "good" };
    case "lucky":
      return { icon: "warning", word: "Right by luck: false arithmetic", tone: "warn" };
    case "same-as-lose":
      return { icon: "circle-slash", word: "Same as s_lose", tone: "quiet" };
    case "duplicate":
      return { icon: "copy", word: `Duplicate of #${(candidate.duplicateOf ?? 0) + 1}`, tone: "quiet" };
    case "wrong":
      return { icon: "error", word: "Wrong", tone: "bad" };
    case "unknown":
      return { icon: "question", word: "Unknown", tone: "quiet" };
    case "failed":
      return {
        icon: "debug-disconnect",
        word: candidate.finishReason === "cancelled" ? "Cancelled" : "Failed",
        tone: "quiet",
      };
  }
}

/** Who said so, in words that stand alone or after a verb. A person's label in a file may be a colleague's. */
export function sourceWords(by: Source): string {
  if (by === "file") return "from the file";
  if (by === "person") return "by hand";
  if (by === "arithmetic") return "arithmetic check";
  const [kind, model] = [by.slice(0, by.indexOf(":")), by.slice(by.indexOf(":") + 1)];
  return kind === "judge" ? `judge ${model}` : `rollouts of ${model}`;
}

/** A moment in few words, "24 Nov 14:03", with the year where it is another than now's; null where it is none. */
export function momentWords(iso: string, now: Date): string | null {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return null;
  const day = time.getFullYear() === now.getFullYear() ? dayOfYear : dayAndYear;
  return `${day.format(time)} ${clock.format(time)}`;
}

/** A moment to the second, as the person's language has it. */
export function exactMoment(time: Date): string {
  return exact.format(time);
}

// Made once: each takes as long as a step's whole card, and one label may change those of hundreds.
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayAndYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });

/** A count with its noun: "1 win", "2 wins". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
