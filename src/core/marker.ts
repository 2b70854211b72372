import type { Span } from "./model.ts";

/** A step marker found in a text, such as "Step 2:", "**Step 2:**", "## Step 2" or "2."; the span covers it alone. */
export interface Marker extends Span {
  /** `step` for a word and a number, `numbered` for a list number. */
  readonly kind: "step" | "numbered";
  /** The author's number. */
  readonly number: number;
}

/** "Step" in the languages whose models write such markers; all match in any case. */
const words = "step|étape|schritt|paso|passo|шаг|bước|단계|ステップ|步骤|步驟";
const lead = String.raw`[ \t]{0,8}(?:>[ \t]?)?(?:#{1,6}[ \t]{0,4})?(?:[-*•][ \t]{1,4})?(?:\*\*|__)?`;
const close = String.raw`(?:\*\*|__)?[ \t]?(?:[:：]|[.)](?=\s|\*|_|$)|[-–—](?=\s))(?:\*\*|__)?|(?:\*\*|__)(?=[ \t]*(?:\n|\r|$))`;
const stepAtLine = new RegExp(
  String.raw`^${lead}(?:(?:${words})[ \t]{0,2}(\d{1,3})|第[ \t]?(\d{1,3})[ \t]?步)(?:${close})`,
  "gimu",
);
const headingAtLine = new RegExp(
  String.raw`^[ \t]{0,8}#{1,6}[ \t]{0,4}(?:\*\*|__)?(?:${words})[ \t]{0,2}(\d{1,3})(?=[ \t]*(?:\n|\r|$))`,
  "gimu",
);
const stepInline = /(?<=[.!?:;)\]}$。！？*][ \t]{1,4})step[ \t]{0,2}(\d{1,3})[ \t]?:/giu;
const numberAtLine = /^[ \t]{0,3}(?:#{1,6}[ \t]{0,4})?(?:\*\*|__)?(\d{1,3})[.)](?=\s|\*|_)/gmu;

/**
 * "Step i:" markers in order: those at the start of a line in all their variants, and "Step i:" after the end of a
 * sentence where it counts on by one (so "by Step 1: …" inside step 3 is no marker).
 */
export function stepMarkers(text: string): Marker[] {
  const headings = text.includes("#") ? marks(text, headingAtLine, "step") : [];
  const lines = marks(text, stepAtLine, "step");
  const inText = marks(text, stepInline, "step");
  if (headings.length === 0 && inText.length === 0) return lines;
  const atLine = [...lines, ...headings];
  const starts = new Set(atLine.map((mark) => mark.start));
  const inline = inText.filter((mark) => !starts.has(mark.start));
  const inlineSet = new Set(inline);
  const all = [...atLine, ...inline].sort((a, b) => a.start - b.start);
  const kept: Marker[] = [];
  for (const mark of all) {
    const last = kept.at(-1);
    if (last !== undefined && mark.start < last.end) continue;
    if (inlineSet.has(mark) && mark.number !== (last?.number ?? 0) + 1) continue;
    kept.push(mark);
  }
  return kept;
}

/** The items of a numbered list that counts 1, 2, 3, …; nested lists that start anew are left out. */
export function numberMarkers(text: string): Marker[] {
  const kept: Marker[] = [];
  for (const mark of marks(text, numberAtLine, "numbered")) {
    if (mark.number === kept.length + 1) kept.push(mark);
  }
  return kept;
}

/** The marker that a step's text starts with (after white space), or null. */
export function stepMarker(text: string): Marker | null {
  const skip = text.length - text.trimStart().length;
  const head = text.slice(skip, skip + 80);
  for (const [pattern, kind] of kinds) {
    const mark = marks(head, pattern, kind)[0];
    if (mark?.start === 0) return { ...mark, start: skip, end: mark.end + skip };
  }
  return null;
}

const kinds = [
  [stepAtLine, "step"],
  [headingAtLine, "step"],
  [numberAtLine, "numbered"],
] as const;

function marks(text: string, pattern: RegExp, kind: Marker["kind"]): Marker[] {
  const found: Marker[] = [];
  // Most texts have few: a copy of the pattern, which `matchAll` makes, would take longer than the looking.
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [all, digits, digitsInChinese] = match;
    const indent = all.length - all.trimStart().length;
    const number = Number(digits ?? digitsInChinese);
    found.push({ start: match.index + indent, end: match.index + all.length, kind, number });
  }
  return found;
}
