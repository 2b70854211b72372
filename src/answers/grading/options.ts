import { cleanAnswer } from "../clean.ts";
import { different, equal } from "../compare/verdict.ts";
import {
  choiceOf,
  choiceText,
  choiceWithContent,
  isBareChoice,
  severalChoices,
  type Choice,
} from "./choices.ts";
import { gradeReadings } from "./readings.ts";
import type { Grade, GradeOptions } from "./types.ts";

/** Grades answers of which one names an option by its letter; null where none does. */
export function gradeChoice(gold: string, pred: string, options: GradeOptions): Grade | null {
  const goldIsLetter = isBareChoice(gold);
  const predIsLetter = isBareChoice(pred);
  const goldChoice = choiceOf(gold) ?? (predIsLetter ? choiceWithContent(gold) : null);
  const predChoice = choiceOf(pred) ?? (goldIsLetter ? choiceWithContent(pred) : null);
  if (goldChoice !== null && predChoice !== null && (goldIsLetter || predIsLetter)) {
    const verdict =
      goldChoice.letter === predChoice.letter ? equal("the same option") : different("another option");
    return { ...verdict, gold: goldChoice.letter, pred: predChoice.letter };
  }
  if (goldChoice !== null && predChoice !== null && /^\(?[A-J]\)/.test(gold) && /^\(?[A-J]\)/.test(pred)) {
    const contents = gradeReadings(goldChoice.rest, predChoice.rest, options);
    if (goldChoice.letter === predChoice.letter || contents.equal !== true)
      return { ...contents, reason: `by the option's content: ${contents.reason}` };
    return { ...contents, equal: null, reason: "equal contents under different letters" };
  }
  const bare = oneOption(gold, goldChoice, pred, predChoice);
  if (bare !== null) {
    const contents = gradeReadings(...bare, options);
    return { ...contents, reason: `by the option's content: ${contents.reason}` };
  }
  const [goldSeveral, predSeveral] = [severalChoices(gold), severalChoices(pred)];
  if (
    goldSeveral !== null &&
    predSeveral !== null &&
    goldSeveral.size === predSeveral.size &&
    [...goldSeveral].every((letter) => predSeveral.has(letter))
  ) {
    return {
      ...equal("the same options"),
      gold: [...goldSeveral].join(", "),
      pred: [...predSeveral].join(", "),
    };
  }
  const { choices } = options;
  if (choices !== undefined && (goldIsLetter || predIsLetter)) {
    const content = choiceText(choices, (goldIsLetter ? goldChoice : predChoice)?.letter ?? "");
    if (content === null) return null;
    const grade = goldIsLetter
      ? gradeReadings(cleanAnswer(content), pred, { ...options, ordered: true })
      : gradeReadings(gold, cleanAnswer(content), { ...options, ordered: true });
    return { ...grade, reason: `by the option's content: ${grade.reason}` };
  }
  return goldIsLetter && predChoice === null && !mentions(pred, gold)
    ? { equal: null, reason: "not comparable: an option letter and a value", gold, pred }
    : null;
}

/**
 * Gold and prediction without the letter, where one alone names an option with its content, such as "(C) 7/16" beside
 * "7/16"; null where the letter may be a variable of both.
 */
function oneOption(
  gold: string,
  goldChoice: Choice | null,
  pred: string,
  predChoice: Choice | null,
): [gold: string, pred: string] | null {
  const choice = goldChoice ?? predChoice;
  if (choice === null || choice.rest === "" || (goldChoice !== null && predChoice !== null)) return null;
  const other = goldChoice === null ? gold : pred;
  if (new RegExp(choice.letter, "i").test(other.replace(/\\[A-Za-z]+/g, ""))) return null;
  return goldChoice === null ? [gold, choice.rest] : [choice.rest, pred];
}

/** Whether a value may be about the letter itself, a variable then: commands and words in it aside. */
function mentions(value: string, letter: string): boolean {
  const plain = value.replace(/\\[A-Za-z]+/g, " ");
  return (
    !/\d/.test(plain) || plain.includes(letter.replace(/[^A-J]/g, "")) || /^[A-Za-z]$/.test(plain.trim())
  );
}
