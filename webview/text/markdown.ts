import MarkdownIt from "markdown-it";
import { mathSpans } from "../../src/core/math.ts";
import type { Span } from "../../src/core/model.ts";
import { fitMarks, sign, signs, withoutSigns, type Mark } from "./marks.ts";

/** A text as HTML, with signs where its formulas and marks go (`fillSigns` puts them in). */
export interface Rendered {
  readonly html: string;
  /** Formulas as written, delimiters included; a math sign's number is an index here. */
  readonly formulas: readonly string[];
  /** Marks in the order of their signs' numbers. */
  readonly marks: readonly Mark[];
}

/**
 * Renders a step or problem. Formulas are set aside before Markdown sees the text, so that no `_` or `*` in them is
 * emphasis. HTML, links and images stay text: a trace is data, and nothing in it may load anything.
 */
export function renderMarkdown(source: string, marks: readonly Mark[]): Rendered {
  const text = withoutSigns(source);
  const spans = mathSpans(text);
  const isFence = (span: Span) => text.startsWith("```", span.start);
  const math = spans.filter((span) => !isFence(span)).slice(0, signs.most);
  const shown = fitMarks(text, marks, math);
  const sums = calculationLines(text, spans.filter(isFence));
  const html = markdown.render(signed(text, math, shown, sums));
  return { html, formulas: math.map((span) => text.slice(span.start, span.end)), marks: shown };
}

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** At one place, closing signs come first, then opening ones, then what is part of the text. */
  readonly rank: 0 | 1 | 2;
  /** Characters of the text that it stands for. */
  readonly instead: number;
}

/** The text with its formulas replaced by signs, and signs at the ends of its marks. */
function signed(
  text: string,
  math: readonly Span[],
  marks: readonly Mark[],
  sums: readonly Insertion[],
): string {
  const insertions: Insertion[] = [
    ...math.map((span, index) => ({
      at: span.start,
      text: sign("math", index),
      rank: 2 as const,
      instead: span.end - span.start,
    })),
    ...marks.flatMap((mark, index) => [
      { at: mark.start, text: sign("open", index), rank: 1 as const, instead: 0 },
      { at: mark.end, text: sign("close", index), rank: 0 as const, instead: 0 },
    ]),
    ...sums,
  ].sort((a, b) => a.at - b.at || a.rank - b.rank);
  let result = "";
  let at = 0;
  for (const one of insertions) {
    if (one.at < at) continue;
    result += text.slice(at, one.at) + one.text;
    at = one.at + one.instead;
  }
  return result + text.slice(at);
}

/** Line starts that Markdown takes for a list or heading, but that are a sum or an answer: "- 4 = 12", "#### 18". */
const calculationLine = /^[ \t]*(?=[-+*] +[\d$(\\.]|#{1,6} *[-\d$(\\.])/gmu;

function calculationLines(text: string, fences: readonly Span[]): Insertion[] {
  return Array.from(text.matchAll(calculationLine), (match) => match.index + match[0].length)
    .filter((at) => !fences.some((fence) => fence.start < at && at < fence.end))
    .map((at) => ({ at, text: "\\", rank: 2 as const, instead: 0 }));
}

const markdown = new MarkdownIt("default", { html: false, linkify: false, typographer: false, breaks: true });
// "---" under a line is a rule, not a heading; indented text is not code; the rest would hide source or load things.
markdown.disable([
  "lheading",
  "code",
  "reference",
  "html_block",
  "html_inline",
  "link",
  "image",
  "autolink",
  "entity",
]);
markdown.inline.ruler.before("emphasis", "times", (state, silent) => {
  const { src, pos } = state;
  if (src.charAt(pos) !== "*") return false;
  const length = src.startsWith("**", pos) ? 2 : 1;
  if (!isTimes(src.charAt(pos - 1), src.charAt(pos + length), length)) return false;
  if (!silent) state.pending += src.slice(pos, pos + length);
  state.pos += length;
  return true;
});
// The policy of the webview stops style attributes; a class says the same.
for (const name of ["th_open", "td_open"]) {
  markdown.renderer.rules[name] = (tokens, index, options, _env, renderer) => {
    const token = tokens[index];
    const align = /text-align:(\w+)/u.exec(String(token?.attrGet("style")))?.[1];
    if (token !== undefined && align !== undefined) token.attrs = [["class", `align-${align}`]];
    return renderer.renderToken(tokens, index, options);
  };
}

/** "3*4" and "x*y" are products, "2**3" a power, not emphasis inside a word. */
function isTimes(before: string, after: string, length: number): boolean {
  if (length === 2) return /\d/u.test(before) && /\d/u.test(after);
  return /[\p{L}\d)\]}%\uE100-\uF8FF]/u.test(before) && /[\p{L}\d([{$.\uE000-\uE0FF]/u.test(after);
}
