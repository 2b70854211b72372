import type { Found } from "./boxed.ts";
import { lastMath, leadingMath } from "./math.ts";

/** A way to announce a final answer. `how` names it for people. */
interface Phrase {
  readonly how: string;
  readonly pattern: RegExp;
}

/** From the surest announcement to the weakest. Each is searched from the end of the text. */
const PHRASES: readonly Phrase[] = [
  { how: "####", pattern: /#{4,}[ \t]*/g },
  { how: "<answer>", pattern: /<answer>\s*/gi },
  { how: "final answer", pattern: /(?:my |the )?final answer\s*(?:is|are|:|：|=)?\s*(?:therefore|thus|simply|just|then)?\s*\*{0,2}\s*(?:the (?:final )?answer is)?\s*[:：]?\s*/gi },
  { how: "the answer is", pattern: /(?:the |our )?(?:correct |right )?(?:answers?|solutions?(?: set)?|roots)(?: to (?:the|this) (?:problem|question)| here| we (?:want|seek))?\s*(?:is|are|would be|should be|must be|will be)\s*(?:therefore|thus|simply|just|then|given by|equal to)?\s*[:：]?\s*(?:option|choice)?\s*/gi },
  { how: "answer", pattern: /(?:^|[\n.*][ \t]{0,9})(?:the )?(?:A|ans|answer)\s*\*{0,2}\s*[:：=]\s*\*{0,2}\s*/gi },
  { how: "answer", pattern: /\banswer\b\s*[:：]?\s*(?=\\\[|\\\(|\$)/gi },
  { how: "option letter", pattern: /\b(?:option|choice|answer)\s*(?=\(?[A-J]\)?\s+is\b[^.\n]{0,30}\b(?:correct|right|answer|best)\b)/gi },
  { how: "option letter", pattern: /(?:(?:correct |right )?(?:option|choice)|(?:correct|right) one)\s*(?:is|:)\s*(?=[\s*:"'(\[$\\{]{0,12}(?:(?:text|mathrm|textbf)\{\(?)?[A-Ja-j](?![A-Za-z]|\s*=))/gi },
  { how: "答案", pattern: /(?:最终|正确)?(?:的)?(?:答案|结果|答)\s*(?:应该是|应为|就是|等于|是|为|：|:)+\s*[:：]?\s*/g },
  { how: "故选", pattern: /(?:故选|应选|选择|选)\s*[:：]?\s*(?=[A-J(（$\\])/g },
  { how: "정답", pattern: /(?:최종\s*)?(?:정답|답|결과)\s*(?:은|는|이|:|：)\s*[:：]?\s*/g },
  { how: "other languages", pattern: /(?:la réponse(?: finale)? est|la respuesta(?: final)? es|die antwort (?:ist|lautet)|a resposta(?: final)? é|la risposta(?: finale)? è|ответ|答えは|ответом является|câu trả lời là|đáp án là|jawaban(?:nya)? adalah|cevap)\s*[:：]?\s*/gi },
]; // prettier-ignore

/** An announced answer. */
export interface Announced extends Found {
  readonly how: string;
}

/** How much of the end of a text announcements are looked for in. */
const LONGEST_TAIL = 200_000;

/** The last answer that is announced by the surest phrase used. Null when none is. */
export function announcedAnswer(text: string): Announced | null {
  const from = Math.max(0, text.length - LONGEST_TAIL);
  const tail = text.slice(from);
  for (const { how, pattern } of PHRASES) {
    const starts: number[] = [];
    for (const match of tail.matchAll(pattern)) starts.push(from + match.index + match[0].length);
    for (const start of starts.reverse().slice(0, 8)) {
      const found = answerAt(text, start);
      if (found !== null) return { ...found, how: isLetter(found.answer) ? "option letter" : how };
    }
  }
  return null;
}

function isLetter(answer: string): boolean {
  return /^\(?[A-J]\)?$/.test(answer);
}

const SENTENCE_END =
  /[.!?](?=\s+\S|\s*$)|[。！？\n]|<\/answer>| I hope| because |,? \(?(?:because|since)\b|, (?:so|as|which|where)\b|\bbecause\b|,? (?:not|rather than|instead of)\s(?=-?[\d$\\])/g;

/** The answer that starts at a place: a formula, or the words up to the end of the sentence. */
function answerAt(text: string, from: number): Found | null {
  let start = from;
  while (start < text.length && /[\s*_:：]/.test(text.charAt(start))) start += 1;
  const formula = leadingMath(text, start);
  if (formula !== null) return withUnits(text, formula);
  const end = sentenceEnd(text, start);
  const sentence = text.slice(start, end).replace(/(?:입니다|이다|이에요|예요|です)\.?$/, "");
  const answer = sentence.replace(/[\s*_]+$/, "").replace(/[.。]$/, "");
  if (answer === "" || answer.length > 1_000) return null;
  if (answer.split(/\s+/).length > 8 || isWordy(answer)) return lastMath(text.slice(0, end), start);
  return { answer, start, end: start + answer.length };
}

/** Several words of prose before the first number or formula. */
function isWordy(answer: string): boolean {
  const opening = /^[^\d$\\]*(?=[\d$\\])/.exec(answer)?.[0] ?? "";
  return (opening.match(/\p{L}{2,}/gu) ?? []).length >= 2;
}

function sentenceEnd(text: string, start: number): number {
  SENTENCE_END.lastIndex = start;
  for (let match = SENTENCE_END.exec(text); match !== null; match = SENTENCE_END.exec(text)) {
    const abbreviation =
      match[0] === "." &&
      /\b(?:p|a|p\.m|a\.m|sq|approx|vs|cm|ft|in|no)$/i.test(
        text.slice(Math.max(start, match.index - 6), match.index),
      ) &&
      /^\.\s+[a-z(]/.test(text.slice(match.index));
    if (match.index > start && !abbreviation) return match.index;
  }
  return text.length;
}

/** A formula and what belongs to it after it: a percent sign, a unit, another formula after "and". */
function withUnits(text: string, formula: Found): Found {
  let end = formula.end;
  for (let more = 0; more < 12; more++) {
    const link = /^\s*(?:,|and|or|,\s*and|,\s*or|、|和|或)\s*(?=\$|\\\()/.exec(text.slice(end, end + 20));
    const next = link === null ? null : leadingMath(text, end + link[0].length);
    if (next === null) break;
    end = next.end;
  }
  const unit = /^\s?(?:%|\\%|[a-z]{1,12}(?:\s(?:per|of)\s[a-z]{1,12})?)(?=[\s.,;!?]|$)/.exec(
    text.slice(end, end + 40),
  );
  if (
    unit !== null &&
    !/^\s?(?:and|or|is|are|for|because|since|so|as|which|where|when|if|in|by|with|from|to|at|on|the|a|an)\b/.test(
      unit[0],
    )
  )
    end += unit[0].length;
  return end === formula.end
    ? formula
    : { answer: text.slice(formula.start, end), start: formula.start, end };
}
