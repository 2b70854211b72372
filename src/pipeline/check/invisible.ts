import type { Change } from "../../core/change.ts";
import { pairsIn, placeOf } from "./pairTexts.ts";
import { editsOfTexts, valuesFix } from "./rawText.ts";
import { perRow, type CheckedRow, type Note, type Rule } from "./types.ts";

/** What shows nothing and means nothing in such text: soft hyphens, zero-width marks, byte order marks. Joiners inside words stay. */
const nothing = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/gu;
/** What is broken or can mislead: control characters, text direction overrides, replacement characters. */
const broken = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffd]/gu;

/** Characters that nobody sees. */
export const invisible: Rule = perRow(
  {
    name: "invisible-characters",
    fixes: true,
    fix: "those that mean nothing are taken out",
    of: "traces",
    severity: "warning",
    title: "Invisible or broken characters",
    help: "Zero-width and control characters change the tokens that the model learns, and make equal texts unequal. Those that mean nothing can be taken out; a replacement character shows that text was lost in decoding.",
    example: '"problem": "What\\u200b is 1+1?"',
  },
  function* (checked) {
    const { row } = checked;
    const problem = found(row.problem);
    if (problem !== null)
      yield { message: `The problem holds ${problem}.`, ...rawFix(checked, row.problem, {}) };
    for (const [trace, { steps }] of row.traces.entries()) {
      for (const [step, { text }] of steps.entries()) {
        const what = found(text);
        if (what !== null)
          yield {
            trace,
            step,
            message: `Step ${step + 1} holds ${what}.`,
            ...fix(text, (clean) => ({ kind: "stepText", trace, step, text: clean })),
          };
      }
    }
    for (const placed of pairsIn(checked)) {
      // The lose is a step of its trace.
      const what = found(placed.pair.win ?? "");
      if (what === null || placed.winTrace !== null) continue;
      const place = placeOf(placed);
      yield { ...place, message: `The win holds ${what}.`, ...rawFix(checked, placed.pair.win ?? "", place) };
    }
  },
);

function found(text: string): string | null {
  if (text.search(nothing) < 0 && text.search(broken) < 0) return null;
  // Counted as they come: a text may be nothing but these.
  const kinds = new Set<string>();
  let count = 0;
  for (const pattern of [nothing, broken]) {
    for (const [char] of text.matchAll(pattern)) {
      kinds.add(char);
      count++;
    }
  }
  const names = [...kinds]
    .slice(0, 4)
    .map((char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`);
  return `${count} invisible or broken character${count === 1 ? "" : "s"} (${names.join(", ")}${kinds.size > 4 ? ", …" : ""})`;
}

const title = "Take out what shows nothing";

function fix(text: string, change: (clean: string) => Change): Pick<Note, "fix"> {
  const clean = text.replace(nothing, "");
  return clean === text || clean.trim() === "" ? {} : { fix: { title, changes: [change(clean)] } };
}

/** Mends a text that is no step wherever the row has it. */
function rawFix(
  { value }: CheckedRow,
  text: string,
  place: { trace?: number; step?: number },
): Pick<Note, "fix"> {
  const clean = text.replace(nothing, "");
  if (clean === text || clean.trim() === "") return {};
  return valuesFix(
    title,
    place,
    editsOfTexts(value, (whole) => whole.replaceAll(text, () => clean)),
  );
}
