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

/** Who said so, in words. */
export function sourceWords(by: Source): string {
  if (by === "file") return "from the file";
  if (by === "person") return "by you";
  if (by === "arithmetic") return "by the arithmetic check";
  const [kind, model] = [by.slice(0, by.indexOf(":")), by.slice(by.indexOf(":") + 1)];
  return kind === "judge" ? `by judge ${model}` : `by rollouts of ${model}`;
}

/** A count with its noun: "1 win", "2 wins". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
