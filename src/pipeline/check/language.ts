import { perRow, type Rule } from "./types.ts";

/** Writing systems told apart; Greek is left out, since formulas are full of it. */
const scripts: readonly (readonly [name: string, letters: RegExp])[] = [
  ["Latin", /\p{Script=Latin}/gu],
  ["Chinese or Japanese", /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["Korean", /\p{Script=Hangul}/gu],
  ["Cyrillic", /\p{Script=Cyrillic}/gu],
  ["Arabic", /\p{Script=Arabic}/gu],
  ["Devanagari", /\p{Script=Devanagari}/gu],
  ["Thai", /\p{Script=Thai}/gu],
  ["Hebrew", /\p{Script=Hebrew}/gu],
];

/** Words that tell languages in Latin letters apart; none is a word of another of them. */
const commonWords: readonly (readonly [name: string, words: RegExp])[] = [
  ["English", /\b(?:the|is|of|and|we|so|are|that|which|this|with|then)\b/giu],
  ["French", /\b(?:le|les|est|une|nous|donc|avec|pour|dans|qui|cette)\b/giu],
  ["German", /\b(?:der|das|ist|und|wir|nicht|eine|mit|daher|sind|auf)\b/giu],
  ["Spanish", /\b(?:el|los|una|por|entonces|tenemos|que|del|cada|con|para)\b/giu],
  ["Portuguese", /\b(?:os|uma|então|temos|não|são|dos|com|cada|pelo)\b/giu],
  ["Italian", /\b(?:il|gli|è|della|quindi|abbiamo|che|sono|per|ogni)\b/giu],
  ["Vietnamese", /(?:^|\s)(?:là|của|và|một|có|được|cho|vậy)(?=\s)/giu],
];

/** A trace in another language than its problem. */
export const wrongLanguage: Rule = perRow(
  {
    name: "wrong-language",
    fixes: false,
    of: "traces",
    severity: "warning",
    title: "Trace is in another language than the problem",
    help: "Models slip into another language in mid-answer; pairs then teach language, not reasoning. Sample it again, or drop the row.",
  },
  function* ({ row }) {
    const asked = languageOf(row.problem);
    if (asked === null) return;
    for (const [trace, { steps }] of row.traces.entries()) {
      const step = steps.findIndex(({ text }) => {
        const used = languageOf(text);
        return used !== null && used !== asked;
      });
      if (step >= 0)
        yield {
          trace,
          step,
          message: `Step ${step + 1} is in ${languageOf(steps[step]?.text ?? "") ?? ""}, the problem in ${asked}.`,
        };
    }
  },
);

/** Fewer letters, or common words, than this say nothing. */
const [fewestLetters, fewestWords] = [12, 4];

function languageOf(text: string): string | null {
  const words = text.replace(/\\[a-zA-Z]+|\$[^$\n]*\$|\\\[[\s\S]*?\\\]/gu, " ");
  const script = most(words, scripts, fewestLetters);
  if (script !== "Latin") return script;
  // Where two languages score alike, neither is sure.
  return most(words, commonWords, fewestWords);
}

/** The name that matches most, by twice the next, often enough; null where none does. */
function most(text: string, kinds: readonly (readonly [string, RegExp])[], atLeast: number): string | null {
  const counts = kinds
    .map(([name, pattern]) => [name, text.match(pattern)?.length ?? 0] as const)
    .sort((a, b) => b[1] - a[1]);
  const [first, second] = counts;
  return first === undefined || first[1] < atLeast || first[1] < 2 * (second?.[1] ?? 0) ? null : first[0];
}
