import { hasOpenBox } from "./extract/boxed.ts";
import { numberFromWords } from "./read/numberWords.ts";

const CHAT_MARKERS =
  /<\|(?:im_start|im_end|eot_id|endoftext|end|end_of_text|assistant|user)\|>|<\/s>|<end_of_turn>|<｜end▁of▁sentence｜>/;

/** The text up to the first token with which chat templates end a turn. */
export function beforeChatMarker(text: string): string {
  const at = text.search(CHAT_MARKERS);
  return at < 0 ? text : text.slice(0, at);
}

const LEAD_IN =
  /^(?:(?:the )?(?:final |correct )?answer(?: is|:)|ans(?:wer)?\s*[:.]|(?:therefore|thus|so|hence)(?![A-Za-z]),?|(?:最终)?答案(?:是|为|：|:)|答[：:]|\p{Script=Han}{0,19}[^不非\P{Script=Han}][是为]\s*(?=[A-Za-z\\(]))\s*:?\s*/iu;

/**
 * An answer without the wrapping that is no part of it: math delimiters, emphasis, a full stop, a lead-in. Doubled backslashes,
 * left by escaping twice, become single ones.
 */
export function cleanAnswer(text: string): string {
  let answer = beforeChatMarker(text)
    .trim()
    .replace(/[\uff01-\uff5e]/g, narrow);
  if (!answer.includes("\\begin") && /\\\\[A-Za-z({[]/.test(answer)) answer = answer.replaceAll("\\\\", "\\");
  if (hasOpenBox(answer)) answer = answer.replace(/\\(?:boxed|fbox)\s*\{/g, " ");
  answer = answer.replace(/\\\\|\\[()[\]]/g, (mark) => (mark === "\\\\" ? mark : " "));
  answer = withoutEmphasis(withoutDollars(answer));
  answer = answer.replace(/(^|[=,(]\s*)\+\s?[-−](?=\s?[\d.\\a-z(])/g, "$1±");
  answer = answer.replace(/(?<=[\w)}]\s)\+-(?=\s?(?:\\?sqrt|√))/g, "±");
  answer = separateRelations(withArrows(answer.trim().replace(LEAD_IN, "")));
  answer = answer.replace(/^D\.\s?N\.\s?E\.?$/i, "DNE");
  return withBase(trimEnds(withoutClause(withoutRoundingNote(answer))));
}

/** The longest mention of a base, with the commands around it. */
const LONGEST_BASE = 60;
const BASE =
  /(?<=[\dA-Fa-f])(?:\s|_|[{(]|\\(?:text|mathrm|textbf|textrm|mbox)(?![a-z])|\\ )*(?:in )?base[\s~}-]*(\w{1,7})[)}\s]*$/i;

/** With its base as an index: "1011 (base 2)", "2A_{\text{base }16}". */
function withBase(answer: string): string {
  const from = Math.max(0, answer.length - LONGEST_BASE);
  const found = BASE.exec(answer.slice(from));
  const base = found?.[1] === undefined ? null : (numberFromWords(found[1]) ?? found[1]);
  return found === null || base === null || !/^\d{1,2}$/.test(base)
    ? answer
    : `${answer.slice(0, from + found.index)}_{${base}}`;
}

/** The plain form of a full-width sign, as typed on East Asian keyboards. */
function narrow(wide: string): string {
  return String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
}

const POWER = /(?<=[\w)\]}])\s?\*\*\s?(?=[\w(.\\-])/g;

/** Without marks of emphasis; two stars stay where all of them are powers, as typed algebra writes them: x**2 / y**2. */
function withoutEmphasis(answer: string): string {
  const stars = answer.split("**").length - 1;
  const powers = stars > 0 && (answer.match(POWER) ?? []).length === stars;
  return answer.replace(powers ? /__|`/g : /\*\*|__|`/g, " ");
}

/** Dollar signs are math delimiters, but for a lone one before a digit, which is money. */
function withoutDollars(text: string): string {
  const bare = text.replaceAll("\\$", "\u0001");
  const count = bare.split("$").length - 1;
  const money = count === 1 && /\$\s?-?[\d.]/.test(bare);
  return (money ? bare.replace("$", "\\$") : bare.replaceAll("$", " ")).replaceAll("\u0001", "\\$");
}

const SAID_AGAIN =
  /(?:\s*[,;]|\s+\(?|\.\s)\s*(?:and )?(?:so|i\.\s?e\.?,?|that is,?|hence|therefore|thus|or equivalently|equivalently|which (?:is|equals|means|gives)|meaning|making)\s+(?:the answer is\s+)?(?=[-\d\\$(A-Za-z])/gi;

/** What comes last of an answer that is said again in other words: "x = 3, so 3", "2 out of 5, i.e. 2/5". */
function withArrows(answer: string): string {
  const last = Array.from(answer.matchAll(SAID_AGAIN)).at(-1);
  if (last === undefined) return answer;
  const [before, after] = [answer.slice(0, last.index), answer.slice(last.index + last[0].length)];
  return /\d/.test(before) && /\d/.test(after) && !/[,;]/.test(after) ? after.replace(/\)$/, "") : answer;
}

/** Equations set apart by a wide space only, "x = 1 \quad y = 2", with commas between. */
function separateRelations(answer: string): string {
  const parts = answer.split(/\\q?quad(?![A-Za-z])/);
  return parts.length > 1 &&
    parts.every((part) => /^\s*[^(\s].*[^<>]=/.test(part) && !/\\text|\\mathrm|\\begin/.test(part))
    ? parts.join(", ")
    : answer;
}

const ROUNDING_NOTE =
  /(?:\\(?:text|mbox|textrm)\s*\{\s*)?\(\s*(?:correct |rounded |accurate )?(?:to )?(?:\d{1,2}|one|two|three|four)\s?(?:d\.?\s?p\.?|s\.?\s?f\.?|sig\.? figs?\.?|decimal places?|significant (?:figures?|digits?))\s*\)\s*\}?\s*$/i;

/** Without how far it was rounded: "4.7 (to 1 d.p.)". */
function withoutRoundingNote(answer: string): string {
  const at = answer.search(ROUNDING_NOTE);
  return at > 0 && /\d/.test(answer.slice(0, at)) ? answer.slice(0, at) : answer;
}

const CLAUSE =
  /(?:,\s*|\s+)(?:\\(?:text|mbox|textrm)\s*\{\s*,?\s*)?(?:where|for (?:all|any|every|each|some|positive|integers?|real))\b/i;

/** Without what a formula's letters stand for: "f(x) = x + c, where c is a constant". */
function withoutClause(answer: string): string {
  const at = answer.search(CLAUSE);
  return at > 0 && /[\d=\\]/.test(answer.slice(0, at)) ? answer.slice(0, at) : answer;
}

function trimEnds(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s,;:!。，；.]/.test(text.charAt(end - 1)) && !text.slice(0, end).endsWith("..")) {
    const spacing = text.charAt(end - 2) === "\\" && text.charAt(end - 3) !== "\\"; // \, \; \! and a blank
    if (text.charAt(end - 1) === "!" && !spacing) break;
    end -= spacing ? 2 : 1;
  }
  return text.slice(0, end).replace(/^(?:[\s,;:。，]|\\[\s,;:!])+/, "");
}
