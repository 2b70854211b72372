/** An answer with its place in the text. */
export interface Found {
  readonly answer: string;
  /** UTF-16 offset of its first unit. */
  readonly start: number;
  /** UTF-16 offset after its last unit. */
  readonly end: number;
}

interface Box {
  readonly outerStart: number;
  readonly outerEnd: number;
  readonly start: number;
  readonly end: number;
}

const BOX = /\\(?:boxed|fbox|framebox)\b/g;
/** How far from the end boxes are looked for, and how long one may be. */
const MOST_BOXES = 40;
const LONGEST_BOX = 4_096;

/**
 * The last boxed answer in a text; several boxes of one sentence are one answer, joined by commas. Null when there is no
 * balanced box with something in it.
 */
export function joinedBoxes(text: string): Found | null {
  const boxes = findBoxes(text);
  const last = boxes.at(-1);
  if (last === undefined) return null;
  let first = boxes.length - 1;
  for (; first > 0; first--) {
    const [before, after] = [boxes[first - 1], boxes[first]];
    if (before === undefined || after === undefined || !joins(text.slice(before.outerEnd, after.outerStart)))
      break;
  }
  const group = boxes.slice(first);
  const contents = [...new Set(group.map((box) => text.slice(box.start, box.end).trim()))];
  return { answer: contents.join(", "), start: group[0]?.start ?? last.start, end: last.end };
}

/** Whether the text opens a box that it does not close. */
export function hasOpenBox(text: string): boolean {
  const at = Math.max(text.lastIndexOf("\\boxed{"), text.lastIndexOf("\\fbox{"));
  return at >= 0 && closingBrace(text, text.indexOf("{", at)) === null;
}

function findBoxes(text: string): Box[] {
  const starts: number[] = [];
  // The platform looks forward far faster than back: back no further than the first.
  const first = text.indexOf("box");
  let at = first < 0 ? -1 : lastBox(text, text.length, first);
  for (; at >= 0 && starts.length < MOST_BOXES; at = lastBox(text, at - 1, first)) starts.unshift(at);
  const boxes: Box[] = [];
  for (const start of starts) {
    const box = readBox(text, start);
    const outer = boxes.at(-1);
    if (box === null || (outer !== undefined && box.outerStart < outer.outerEnd)) continue;
    if (text.slice(box.start, box.end).trim() !== "") boxes.push(box);
  }
  return boxes;
}

/**
 * The place of the last box command before a place; -1 when there is none. One search, so that no text is scanned twice.
 * @param first where "box" comes first
 */
function lastBox(text: string, before: number, first: number): number {
  if (before + 10 < first) return -1;
  for (let at = text.lastIndexOf("box", before + 10); at >= first; at = text.lastIndexOf("box", at - 1)) {
    const start = text.lastIndexOf("\\", at);
    if (
      start >= 0 &&
      start <= before &&
      /^\\(?:boxed|fbox|framebox)(?![A-Za-z])/.test(text.slice(start, start + 11))
    )
      return start;
    if (at === first) break;
  }
  return -1;
}

function readBox(text: string, at: number): Box | null {
  BOX.lastIndex = at;
  const match = BOX.exec(text);
  if (match?.index !== at) return null;
  let start = at + match[0].length;
  while (text.charAt(start) === " ") start += 1;
  if (text.charAt(start) === "{") {
    const end = closingBrace(text, start);
    return end === null ? null : { outerStart: at, outerEnd: end + 1, start: start + 1, end };
  }
  const bare = /[^\s$,;)\]}]+/y;
  bare.lastIndex = start;
  const token = bare.exec(text.slice(0, start + 200));
  if (token === null) return null;
  const end = start + token[0].replace(/\.$/, "").length;
  return { outerStart: at, outerEnd: end, start, end };
}

/** The place of the brace that closes the one at `open`; null when there is none near enough. */
function closingBrace(text: string, open: number): number | null {
  let depth = 0;
  const limit = Math.min(text.length, open + LONGEST_BOX);
  for (let at = open; at < limit; at++) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === "{") depth += 1;
    else if (character === "}" && --depth === 0) return at;
  }
  return null;
}

/** Words after which a second box is another answer, not more of the first. */
const TAKES_BACK =
  /\b(?:but|however|instead|actually|wait|(?:re|double-?)check\w*|correct(?:ed|ion|ing)|should be)\b/i;

/** Whether what stands between two boxes makes them one answer: a comma, "and", a label such as "y =", on one line of thought. */
function joins(between: string): boolean {
  if (
    between.length > 80 ||
    TAKES_BACK.test(between) ||
    /\n\s*\n|[.!?]\s+\S|=>|\\implies|\\Rightarrow/.test(between)
  )
    return false;
  const bare = between.replace(/\\[()[\],;:! ]|\\q?quad|\$|\\text|\s|[{}]/g, "");
  return (
    bare === "" ||
    /^(?:[,;&+，；、]|and|or|和|或|及|및|와)|(?:[,;&+，；、]|and|or|和|或|及)$/i.test(bare) ||
    /\b(?:and|or)\b/.test(between)
  );
}
