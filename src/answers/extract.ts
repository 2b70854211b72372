import { stepMarker } from "../core/marker.ts";
import { hasOpenBox, joinedBoxes, type Found } from "./extract/boxed.ts";
import { lastMath, rivals } from "./extract/math.ts";
import { announcedAnswer } from "./extract/phrases.ts";
import { answerRegion } from "./extract/region.ts";

/** A final answer found in a text, or why there is none. */
export type Extraction =
  | (Found & {
      /** By what it was found: "boxed", "####", "the answer is", "final answer", "option letter", "whole text", "last number" ... */
      readonly how: string;
      /** Other numbers beside one that nobody announced, any of which may be the answer; absent where there are none. */
      readonly rivals?: readonly string[];
    })
  | { readonly answer: null; readonly reason: "no final answer" | "truncated" };

/** The longest text that may be an answer as a whole. */
const LONGEST_BARE = 300;

/**
 * Finds the final answer in a model's output or a solution: the last boxed one, else the last one announced ("The answer is",
 * "####", "A:", in several languages), else a short text as a whole, else the last formula or number. Offsets are UTF-16 units of
 * `text`. Takes time linear in its length.
 */
export function extractFinalAnswer(text: string): Extraction {
  const region = answerRegion(text);
  if (region.unfinished) return { answer: null, reason: "truncated" };
  const inside = text.slice(region.start, region.end);
  const found = find(inside);
  if (found.answer === null) return found;
  return { ...found, start: found.start + region.start, end: found.end + region.start };
}

function find(text: string): Extraction {
  const box = joinedBoxes(text);
  if (box !== null) return { ...box, how: "boxed" };
  const announced = announcedAnswer(text);
  if (announced !== null)
    return hasOpenBox(announced.answer) ? { answer: null, reason: "truncated" } : announced;
  if (hasOpenBox(text)) return { answer: null, reason: "truncated" };
  const begun = begunStep(text);
  if (begun !== null)
    return { answer: null, reason: text.slice(0, begun).trim() === "" ? "no final answer" : "truncated" };
  const bare = bareAnswer(text);
  if (bare !== null) return { ...bare, how: "whole text" };
  if (isCutOff(text)) return { answer: null, reason: "truncated" };
  if (GIVES_UP.test(text.slice(-200)) || DENIES.test(text.slice(-200)))
    return { answer: null, reason: "no final answer" };
  const last = lastMath(text, 0);
  if (last !== null && LEADS_ON.test(text.slice(last.end, last.end + LONGEST_REST)))
    return { answer: null, reason: "truncated" };
  if (last === null) return { answer: null, reason: "no final answer" };
  if (/^[$\\]/.test(text.slice(last.start)) && !/^\\?\$\s?\d/.test(last.answer))
    return { ...last, how: "last formula" };
  const others = rivals(text, last);
  return { ...last, how: "last number", ...(others.length === 0 ? {} : { rivals: others }) };
}

/** The longest line that may be a step marker alone. */
const LONGEST_MARKER = 60;

/** Where a last step starts that is a marker and nothing more ("Step 3:"), whose number is no answer; null where none is. */
function begunStep(text: string): number | null {
  const line = lastLine(text.trimEnd(), LONGEST_MARKER);
  const marker = stepMarker(line);
  if (marker?.kind !== "step" || marker.end !== line.length) return null;
  return text.trimEnd().length - line.length;
}

/** A Chinese sentence or half of one that leads up to its only number. */
const CHINESE_PROSE =
  /^[^\d$\\=]*(?:\p{Script=Han}{4}|因此|所以|于是|综上|是|为|等于|共?有|得|剩下?|需要?)\s*-?\d[\d.,/%]*\s*\p{L}*[。.]?$/u;

/** The text itself when it is no prose. */
function bareAnswer(text: string): Found | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LONGEST_BARE || /\n\s*\n|[.!?]\s+[A-Z]/.test(trimmed)) return null;
  const opening = /^[^$\\]*(?=\$|\\[[(])/.exec(trimmed)?.[0] ?? "";
  if (/\p{L}{3,}/u.test(opening)) return null;
  const words = trimmed.replace(/\\[A-Za-z]+/g, " ").match(/\p{L}{2,}/gu) ?? [];
  const prose = words.filter((word) =>
    /^(?:is|are|the|so|therefore|thus|hence|we|get|have|then|because|since|equals|cannot|know|sorry|unable)$/i.test(
      word,
    ),
  );
  if (
    CHINESE_PROSE.test(trimmed) ||
    prose.length > 0 ||
    words.length > 6 ||
    (words.length > 2 && /[.!?]$/.test(trimmed))
  )
    return null;
  const start = text.indexOf(trimmed);
  return { answer: trimmed, start, end: start + trimmed.length };
}

/** A last sentence that says there is no answer: a number in it is none. */
const GIVES_UP =
  /\b(?:cannot|can['’]?t|can not|unable to|not able to|(?:could|do) not|don['’]t) (?:determine|find|give|provide|answer|solve)\b(?:(?!\b(?:but|so|however|though)\b)[^.!?\n=])*[.!?]?\s*$/i;

/** A last sentence that says of its values that they are none. */
const DENIES =
  /\b(?:is|are) not (?:a |an |the )?(?:valid |correct |possible )?(?:solutions?|answers?)\s*[.!]?\s*$/i;

/** Words after which a sentence always goes on. */
const GOES_ON =
  /(?:^|\s)(?:the|a|an|and|or|of|is|are|that|which|because|since|with|by|from|to|so|we|then|than|if|equals)$/;

/** Whether a text stops in the middle of a sentence. */
function isCutOff(text: string): boolean {
  const end = text.trimEnd();
  if (GOES_ON.test(end.slice(-20)) || isInFormula(end) || isLoop(end)) return true;
  return end.length > 400 && !/[.!?。！？)\]}$"'”*\d%|]$/.test(end) && !/[\p{L}\d]$/u.test(lastLine(end, 60));
}

/** How much of what stands after a last number is looked at. */
const LONGEST_REST = 120;
/** A sentence that is about to go on from a number and stops before it ends. */
const LEADS_ON =
  /^[^.!?\n]*\b(?:(?:and|so|then|now|next) )?(?:then|we|i|you) (?:then |now |still |also )?(?:need|have|must|should|divide|multiply|add|subtract|take|use|want|find|get|compute|calculate)\b[^.!?\n]*[^.!?\s\d)$%]\s*$/i;

/** Whether a text stops inside a displayed formula. */
function isInFormula(text: string): boolean {
  return text.lastIndexOf("\\[") > text.lastIndexOf("\\]") || text.slice(-2_000).split("$$").length % 2 === 0;
}

/** How much of the end is looked at for a loop, and the least that has to be in one. */
const LOOP_TAIL = 800;
const LOOP_LEAST = 160;

/** Whether a text ends in the same few words or digits over and over, as a model does that no longer says anything. */
function isLoop(text: string): boolean {
  const tail = text.slice(-LOOP_TAIL);
  if (tail.length < LOOP_LEAST) return false;
  for (let period = 1; period <= LOOP_TAIL / 4; period++) {
    let length = 0;
    for (let at = tail.length - 1 - period; at >= 0 && tail[at] === tail[at + period]; at--) length += 1;
    if (length >= Math.max(LOOP_LEAST, 3 * period)) return true;
  }
  return false;
}

function lastLine(text: string, most: number): string {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  return line.length <= most ? line : "";
}

/**
 * The gold answer in what a dataset holds as gold: a bare answer is itself; a solution's is boxed, after "####", after "A:", or
 * else found as in any output.
 */
export function extractGold(text: string): Extraction {
  const box = joinedBoxes(text);
  if (box !== null) return { ...box, how: "boxed" };
  const marked = /(?:####|^A:|\nA:)[ \t]*([^\n]+)\s*$/.exec(text.slice(-2_000));
  const answer = marked?.[1]?.trim();
  if (answer !== undefined) {
    const start = text.lastIndexOf(answer);
    return {
      answer,
      start,
      end: start + answer.length,
      how: marked?.[0].includes("#") === true ? "####" : "A:",
    };
  }
  const trimmed = text.trim();
  const start = text.indexOf(trimmed);
  if (trimmed === "") return { answer: null, reason: "no final answer" };
  if (trimmed.length <= LONGEST_BARE && !/\n|[.!?]\s+[A-Z]|answer (?:is|:)/i.test(trimmed))
    return { answer: trimmed, start, end: start + trimmed.length, how: "whole text" };
  return extractFinalAnswer(text);
}
