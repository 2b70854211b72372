import { numberMarkers, stepMarkers, type Marker } from "./marker.ts";
import { mathSpans } from "./math.ts";
import type { Span } from "./model.ts";
import { compilePattern, SplitterError } from "./pattern.ts";

/**
 * How a trace's text is cut into steps. `auto` takes the first that fits: "Step i:" markers, numbered list,
 * paragraphs, lines. `tag:<text>` cuts after each occurrence of a tag such as "ки"; `pattern:<regexp>` cuts before
 * each match.
 */
export type Splitter =
  "auto" | "step" | "numbered" | "paragraphs" | "lines" | "sentences" | `tag:${string}` | `pattern:${string}`;

/** A splitter that says what it does: `auto` decided. */
export type ResolvedSplitter = Exclude<Splitter, "auto">;

const named: readonly string[] = ["auto", "step", "numbered", "paragraphs", "lines", "sentences"];

/**
 * Reads a splitter as people write it in settings and on the command line.
 * @throws SplitterError where it is none, or its tag or pattern can't be used
 */
export function parseSplitter(text: string): Splitter {
  if (!isSplitter(text)) {
    throw new SplitterError(
      `"${text}" is no splitter. Take one of ${named.join(", ")}, tag:TEXT or pattern:REGEXP.`,
    );
  }
  cuts("", text === "auto" ? "lines" : text);
  return text;
}

function isSplitter(text: string): text is Splitter {
  return named.includes(text) || text.startsWith("tag:") || text.startsWith("pattern:");
}

/**
 * Cuts a text into steps: contiguous spans that cover all of it, none empty (no spans for an empty text). White space
 * between steps belongs to the step before it, so that a step starts at its first visible character; text before the
 * first marker belongs to the first step, so that steps are numbered as their author did. A `<think>` block and what
 * follows it are cut apart, each as its own text.
 * @param like text that `auto` decides by, where it isn't the text itself (a continuation is cut like its trace)
 * @throws SplitterError where the splitter's tag or pattern can't be used
 */
export function splitSteps(text: string, splitter: Splitter, like: string = text): Span[] {
  const models = segments(like);
  const thinks = models.find((one) => one.thinking);
  const answers = models.find((one) => !one.thinking);
  const starts = new Set<number>();
  for (const segment of segments(text)) {
    const part = text.slice(segment.start, segment.end);
    const by = (segment.thinking ? (thinks ?? answers) : (answers ?? thinks)) ?? segment;
    const model = models.length === 0 ? part : like.slice(by.start, by.end);
    starts.add(segment.start);
    for (const cut of partCuts(part, splitter, model)) starts.add(segment.start + cut);
  }
  return spansBetween(text, starts);
}

/** @param like text that `auto` decides by */
function partCuts(text: string, splitter: Splitter, like: string): readonly number[] {
  if (splitter !== "auto") return cuts(text, splitter);
  const { resolved, steps } = resolvePart(like);
  // Markers take longest to find: they are not looked for twice in the same text.
  return resolved === "step" && like === text ? afterFirst(steps) : cuts(text, resolved);
}

/** Which splitter `auto` takes for a text (for what follows its `<think>` block, where it has one). */
export function resolveSplitter(text: string, splitter: Splitter): ResolvedSplitter {
  if (splitter !== "auto") return splitter;
  const parts = segments(text);
  const main = parts.findLast((part) => !part.thinking) ?? parts[0];
  return resolvePart(main === undefined ? text : text.slice(main.start, main.end)).resolved;
}

/** What `auto` takes for a text, and the "Step i:" markers that it looked at. */
function resolvePart(text: string): { resolved: ResolvedSplitter; steps: readonly Marker[] } {
  const steps = stepMarkers(text);
  if (steps.some((mark) => mark.number <= 1) || steps.length > 1) return { resolved: "step", steps };
  return { resolved: unmarked(text), steps };
}

function unmarked(text: string): ResolvedSplitter {
  const paragraphs = paragraphCuts(text);
  if (isNumbered(numberMarkers(text), paragraphs)) return "numbered";
  return spansBetween(text, new Set(paragraphs)).length > 1 ? "paragraphs" : "lines";
}

/** Whether the list is the text's structure, and no detail of one paragraph: little before it, most of the text in it. */
function isNumbered(items: readonly Span[], paragraphs: readonly number[]): boolean {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined || items.length < 2) return false;
  const before = paragraphs.filter((at) => at <= first.start).length;
  const after = paragraphs.filter((at) => at > last.start).length;
  return before <= 2 && after <= Math.max(2, paragraphs.length / 2);
}

/** Offsets at which a new step may start; may hold 0, the end, and places before white space. */
function cuts(text: string, splitter: ResolvedSplitter): readonly number[] {
  switch (splitter) {
    case "step":
      return afterFirst(stepMarkers(text));
    case "numbered":
      return afterFirst(numberMarkers(text));
    case "paragraphs":
      return paragraphCuts(text);
    case "lines":
      return outside(text, ends(text, /\r\n|\n|\r/gu), true);
    case "sentences":
      return sentenceCuts(text);
    default:
      return splitter.startsWith("tag:")
        ? tagCuts(text, splitter.slice("tag:".length))
        : Array.from(
            text.matchAll(compilePattern(splitter.slice("pattern:".length))),
            (match) => match.index,
          );
  }
}

/** The preamble stays with the first marked step. */
function afterFirst(markers: readonly Span[]): number[] {
  return markers.slice(1).map((mark) => mark.start);
}

function paragraphCuts(text: string): readonly number[] {
  return outside(text, ends(text, /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/gu), true);
}

/** Ends of words whose full stop ends no sentence. */
const abbreviation =
  /(?:^|[\s(])(?:e\.g|i\.e|cf|vs|etc|mr|mrs|ms|dr|st|no|eq|eqs|fig|figs|thm|prop|approx|resp|[a-z]|\d{1,3})\.$/iu;

function sentenceCuts(text: string): number[] {
  const stops = ends(text, /[.!?…]["'”’)\]*]{0,3}(?=\s)|[。！？]["'”’」』]?|\n/gu);
  return outside(text, stops, false).filter((at) => !abbreviation.test(text.slice(Math.max(0, at - 12), at)));
}

function tagCuts(text: string, tag: string): number[] {
  if (tag === "") throw new SplitterError("tag: needs the text of the tag, such as tag:ки");
  const found: number[] = [];
  for (let at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + tag.length))
    found.push(at + tag.length);
  return found;
}

/** Nobody judges more steps than this: what follows them is one step, so that no text takes gigabytes to cut. */
const mostCuts = 200_000;

function ends(text: string, pattern: RegExp): number[] {
  const found: number[] = [];
  for (const match of text.matchAll(pattern)) {
    if (found.push(match.index + match[0].length) === mostCuts) break;
  }
  return found;
}

/** Cuts that don't fall inside math or code (inside display math and code alone where `blocks`). */
function outside(text: string, offsets: readonly number[], blocks: boolean): readonly number[] {
  if (offsets.length === 0) return offsets;
  const spans = mathSpans(text).filter((span) => span.block || !blocks);
  let next = 0;
  return offsets.filter((at) => {
    while (next < spans.length && (spans[next]?.end ?? 0) <= at) next++;
    const span = spans[next];
    return span === undefined || at <= span.start;
  });
}

interface Segment extends Span {
  /** True for text up to and including a closing think tag. */
  readonly thinking: boolean;
}

const thinkClose = "</think>";

/** Thinking and answer; some templates leave out the opening tag, so the closing one decides. */
function segments(text: string): Segment[] {
  const parts: Segment[] = [];
  let start = 0;
  for (let at = text.indexOf(thinkClose); at >= 0; at = text.indexOf(thinkClose, start)) {
    parts.push({ start, end: at + thinkClose.length, thinking: true });
    start = at + thinkClose.length;
  }
  if (start < text.length) parts.push({ start, end: text.length, thinking: false });
  return parts;
}

/** A span that holds nothing but a think tag is no step. */
const tagAlone = /^\s*<think>\s*$/u;

function spansBetween(text: string, starts: ReadonlySet<number>): Span[] {
  const spans: Span[] = [];
  let from = 0;
  let start = -1;
  for (const cut of [...starts].sort((a, b) => a - b)) {
    if (cut <= start) continue;
    start = visibleFrom(text, cut);
    if (start <= from || start >= text.length || text.startsWith(thinkClose, start)) continue;
    const before = text.slice(from, start);
    if (before.trim() === "" || (before.length < 200 && tagAlone.test(before))) continue;
    spans.push({ start: from, end: start });
    from = start;
  }
  if (from < text.length) spans.push({ start: from, end: text.length });
  return spans;
}

const visible = /\S/gu;

function visibleFrom(text: string, at: number): number {
  visible.lastIndex = at;
  return visible.exec(text)?.index ?? text.length;
}
