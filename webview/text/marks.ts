import type { Span } from "../../src/core/model.ts";

/** A stretch of source text to be shown in another way: a false equation, the final answer, a difference, a match. */
export interface Mark extends Span {
  /** Class of the element around the stretch. */
  readonly className: string;
  /** `ins` and `del` tell screen readers of differences, `mark` of what is looked for. */
  readonly element: "span" | "ins" | "del" | "mark";
  /** Tooltip; null for none. */
  readonly title: string | null;
}

/** Where marks and formulas stand in a text that goes through Markdown, as private-use characters. */
export const signs = { open: "\uE000", close: "\uE001", math: "\uE002", base: 0xe100, most: 4000 } as const;

/** A sign and the number of its mark or formula: two characters. */
export function sign(kind: "open" | "close" | "math", index: number): string {
  return signs[kind] + String.fromCharCode(signs.base + index);
}

/** Every private-use character of a text that is not ours, replaced one for one so that offsets stay. */
export function withoutSigns(text: string): string {
  return text.replace(/[\uE000-\uF8FF]/gu, "\uFFFD");
}

/**
 * Marks as they can be shown: cut to the text, without white space at their ends, moved out of formulas and of line
 * starts that Markdown reads ("2. "), empty ones dropped.
 * @param atoms spans that can't be cut, such as formulas
 */
export function fitMarks(text: string, marks: readonly Mark[], atoms: readonly Span[]): Mark[] {
  const fitted: Mark[] = [];
  for (const mark of marks.slice(0, signs.most)) {
    const { start, end } = fit(text, mark, atoms);
    if (start < end) fitted.push({ ...mark, start, end });
  }
  return fitted;
}

function fit(text: string, span: Span, atoms: readonly Span[]): Span {
  let start = Math.max(0, span.start);
  let end = Math.min(text.length, span.end);
  while (start < end && /\s/u.test(text.charAt(start))) start++;
  while (end > start && /\s/u.test(text.charAt(end - 1))) end--;
  if (start >= end) return { start: 0, end: 0 };
  for (const atom of atoms) {
    if (atom.start < start && start < atom.end) start = atom.start;
    if (atom.start < end && end < atom.end) end = atom.end;
  }
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lead = /^\s*(?:>\s*)*(?:#{1,6}\s+|\d{1,9}[.)]\s+|[-+*]\s+)/u.exec(
    text.slice(lineStart, lineStart + 40),
  );
  const content = lineStart + (lead?.[0].length ?? 0);
  return { start: start < content && content < end ? content : start, end };
}
