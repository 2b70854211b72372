import { expect, test } from "vitest";
import type { RectifyChoice } from "../../src/protocol/traceEditor.ts";
import {
  choiceFields,
  choiceSummary,
  fieldError,
  readChoice,
  type ChoiceField,
} from "../../webview/state/choice.ts";

const choice: RectifyChoice = {
  sampling: { n: 20, temperature: 0.8, topP: 0.95, maxTokens: 512, seed: null },
  stopAfterWins: 4,
  form: "native",
};

test("settings survive the fields", () => {
  expect(readChoice(choiceFields(choice))).toEqual(choice);
  const other: RectifyChoice = {
    sampling: { ...choice.sampling, seed: 0 },
    stopAfterWins: null,
    form: "step",
  };
  expect(readChoice(choiceFields(other))).toEqual(other);
});

test.each<[ChoiceField, string, boolean]>([
  ["n", "20", true],
  ["n", "0", false],
  ["n", "2.5", false],
  ["n", "", false],
  ["n", "many", false],
  ["temperature", "0", true],
  ["temperature", "-1", false],
  ["topP", "1", true],
  ["topP", "0", false],
  ["maxTokens", "1e3", true],
  ["stopAfterWins", "", true],
  ["stopAfterWins", "0", false],
  ["seed", " ", true],
  ["seed", "12", true],
  ["seed", "x", false],
  ["topP", "Infinity", false],
])("%s %j is %s", (field, typed, right) => {
  expect(fieldError(field, typed) === null).toBe(right);
  expect(readChoice({ ...choiceFields(choice), [field]: typed }) !== null).toBe(right);
});

test("a line says all of it", () => {
  expect(choiceSummary(choice)).toBe(
    "20 samples · temperature 0.8 · top-p 0.95 · 512 tokens · stop after 4 wins · native form",
  );
  expect(
    choiceSummary({ ...choice, stopAfterWins: null, sampling: { ...choice.sampling, seed: 7 } }),
  ).toContain("no early stop · native form · seed 7");
});
