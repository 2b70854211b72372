import { mathSpans } from "../../core/math.ts";
import type { Trace } from "../../core/model.ts";
import { perRow, type Rule } from "./types.ts";

/** Chinese and Japanese share characters; Japanese has others besides. */
const han = "Chinese or Japanese";

/** Writing systems told apart; Greek is left out, since formulas are full of it. */
const scripts: readonly (readonly [name: string, letters: RegExp])[] = [
  ["Latin", /\p{Script=Latin}/gu],
  [han, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["Korean", /\p{Script=Hangul}/gu],
  ["Cyrillic", /\p{Script=Cyrillic}/gu],
  ["Arabic", /\p{Script=Arabic}/gu],
  ["Devanagari", /\p{Script=Devanagari}/gu],
  ["Thai", /\p{Script=Thai}/gu],
  ["Hebrew", /\p{Script=Hebrew}/gu],
];

/** Words that tell languages in Latin letters apart; none is a word of another of them. */
const commonWords: readonly (readonly [name: string, words: string])[] = [
  ["English", "the is of and we so are that which this with then"],
  ["French", "le les est une nous donc avec pour dans qui cette"],
  ["German", "der das ist und wir nicht eine mit daher sind auf"],
  ["Spanish", "el los una por entonces tenemos que del cada con para"],
  ["Portuguese", "os uma então temos não são dos com cada pelo"],
  ["Italian", "il gli è della quindi abbiamo che sono per ogni"],
  ["Vietnamese", "là của và một có được cho vậy"],
];
/** Languages by word: a word may be of two. */
const languagesOf = new Map<string, string[]>();
for (const [name, words] of commonWords)
  for (const word of words.split(" ")) languagesOf.set(word, [...(languagesOf.get(word) ?? []), name]);

/** A trace in another language than its problem. */
export const wrongLanguage: Rule = perRow(
  {
    name: "wrong-language",
    fixes: false,
    of: "traces",
    severity: "warning",
    title: "Trace is in another language than the problem",
    help: "Models slip into another language in mid-answer; pairs then teach language, not reasoning. Sample it again, or drop the row.",
    example: 'an English problem, "Step 2: 因此答案是六。"',
  },
  function* ({ row }) {
    const asked = asksForAnother(row.problem) ? null : languageOf(row.problem);
    if (asked === null) return;
    for (const [trace, one] of row.traces.entries()) {
      for (const [step, text] of proseOf(one).entries()) {
        const used = languageOf(text);
        if (used === null || !differ(used, asked)) continue;
        yield {
          trace,
          step,
          message: `Step ${step + 1} is in ${nameOf(used)}, the problem in ${nameOf(asked)}.`,
        };
        break;
      }
    }
  },
);

/** The steps of a trace without fenced code: its words are those of a programming language. */
function proseOf({ text, steps }: Trace): string[] {
  if (!text.includes("```")) return steps.map((step) => step.text);
  const code = mathSpans(text).filter(({ start }) => text.startsWith("```", start));
  // Steps and code are both in order: neither is gone through again.
  let next = 0;
  return steps.map(({ start, end }) => {
    while ((code[next]?.end ?? Infinity) <= start) next++;
    let [at, prose] = [start, ""];
    for (let k = next; (code[k]?.start ?? Infinity) < end; k++) {
      prose += `${text.slice(at, Math.max(at, code[k]?.start ?? at))} `;
      at = Math.min(end, code[k]?.end ?? end);
    }
    return prose + text.slice(at, end);
  });
}

/** Problems about languages, or in several, may be answered in another. */
function asksForAnother(problem: string): boolean {
  if (/transl|traduc|traduz|übersetz|перев[её]д|перевод|翻[译譯]|翻訳|번역|dịch\b|अनुवाद/iu.test(problem))
    return true;
  if (named.test(problem)) return true;
  const letters = /[^\u0000-\u007f]/u.test(problem) ? scriptsIn(problem) : [];
  return letters.filter(([, count]) => count >= fewestLetters).length > 1;
}

const named =
  /\b(?:in|into|to|from|the) (?:simplified |traditional )?(?:english|chinese|japanese|korean|french|german|spanish|portuguese|italian|russian|arabic|hindi|persian|vietnamese)\b|\blanguage\b|[英中日法德西俄韩]语|[英中日法德]文/iu;

/** Fewer letters, or common words, than this say nothing. */
const [fewestLetters, fewestWords, fewestKana, fewestProse] = [12, 4, 4, 5];

const formulas =
  /\\[a-zA-Z]+|`[^`\n]*`|\$[^$\n]*\$|\\\((?:(?!\\\()[\s\S])*?\\\)|\\\[(?:(?!\\\[)[\s\S])*?\\\]/gu;

/** What a text is written in. */
interface Language {
  readonly script: string;
  /** Null where the words don't tell languages of that script apart. */
  readonly name: string | null;
}

function languageOf(text: string): Language | null {
  const words = text.replace(formulas, " ");
  const script = /[^\u0000-\u007f]/u.test(words) ? most(scriptsIn(words), fewestLetters) : latin(words);
  if (script === null) return null;
  if (script === han) return { script, name: chineseOrJapanese(words) };
  if (script !== "Latin") return { script, name: script };
  // Where two languages score alike, neither is sure.
  const name = most(wordsIn(words), fewestWords);
  return name !== null || isProse(words) ? { script, name } : null;
}

function differ(a: Language, b: Language): boolean {
  return a.script !== b.script || (a.name !== null && b.name !== null && a.name !== b.name);
}

function nameOf({ script, name }: Language): string {
  return name ?? (script === "Latin" ? "Latin letters" : script);
}

/** Words in a row of others, as no formula in letters has them. */
function isProse(text: string): boolean {
  const words = text.match(/(?<=^|[\s("])[a-zA-Z]{3,}(?=[\s.,;:?!)"]|$)/gu) ?? [];
  return words.filter((word) => !functions.has(word.toLowerCase())).length >= fewestProse;
}

const functions = new Set(
  "sin cos tan cot sec csc log lim max min sup inf exp mod gcd lcm det infinity sqrt".split(" "),
);

/** A few kana may be a name; a text without any that is not short is no Japanese. */
function chineseOrJapanese(text: string): string | null {
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  if (kana === 0) return "Chinese";
  return kana >= fewestKana ? "Japanese" : null;
}

/** Plain text has no other letters. */
function latin(text: string): string | null {
  return new RegExp(`(?:[a-zA-Z][^a-zA-Z]*){${fewestLetters}}`, "u").test(text) ? "Latin" : null;
}

function scriptsIn(text: string): [string, number][] {
  // A Chinese character stands for two letters or more.
  return scripts.map(([name, letters]) => [
    name,
    (text.match(letters)?.length ?? 0) * (name === han ? 2 : 1),
  ]);
}

function wordsIn(text: string): [string, number][] {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? [])
    for (const name of languagesOf.get(word) ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts];
}

/** The name that matches most, by twice the next, often enough; null where none does. */
function most(counts: [string, number][], atLeast: number): string | null {
  const [first, second] = counts.sort((a, b) => b[1] - a[1]);
  return first === undefined || first[1] < atLeast || first[1] < 2 * (second?.[1] ?? 0) ? null : first[0];
}
