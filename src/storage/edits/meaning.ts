import type { Row } from "../../core/model.ts";

/** What a row's text says, by the name of what says it: in the field's words, or by its fields where it has no format. */
export type Meaning = ReadonlyMap<string, unknown>;

/** @param row null where the text can't be read in a format. Returns null where it is no JSON object either */
export function meaningOf(text: string, row: Row | null): Meaning | null {
  return row === null ? fieldsOf(text) : wordsOf(row);
}

/** Texts by their steps, without offsets: these move with what is edited before them. */
function wordsOf({ problem, gold, traces, pairs }: Row): Meaning {
  const words = new Map<string, unknown>([
    ["problem", problem],
    ["gold", gold.answer],
  ]);
  for (const [t, trace] of traces.entries()) {
    words.set(`${t} outcome`, trace.outcome);
    for (const [s, step] of trace.steps.entries()) {
      words.set(`${t} ${s} text`, step.text);
      words.set(`${t} ${s} label`, step.label);
    }
  }
  for (const [p, pair] of pairs.entries()) {
    words.set(`pair ${p} win`, pair.win);
    words.set(`pair ${p} lose`, pair.lose);
  }
  return words;
}

function fieldsOf(text: string): Meaning | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    return new Map(Object.entries(value).map(([key, field]) => [key, JSON.stringify(field)]));
  } catch {
    return null;
  }
}

/**
 * Whether a text says what both sides made of one: where only one changed something, what that made of it, and where
 * both did, what is there now.
 */
export function saysBoth(from: Meaning, to: Meaning, now: Meaning, merged: Meaning): boolean {
  const names = new Set([from, to, now, merged].flatMap((one) => [...one.keys()]));
  return [...names].every((name) => {
    const [before, after, there, then] = [from.get(name), to.get(name), now.get(name), merged.get(name)];
    return then === (there === before ? after : there);
  });
}
