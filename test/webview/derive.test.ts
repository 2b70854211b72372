import { expect, test } from "vitest";
import {
  answerSpan,
  loosePairs,
  pairMarks,
  pairsAt,
  splitCandidate,
  stepText,
} from "../../webview/state/derive.ts";
import { rows } from "./harness/rows.ts";

test.each([
  ["Step 2: So $6$.\n", 1, "So $6$."],
  ["**Step 2:** So.", 1, "So."],
  ["**Step 2: Compute.** So.", 1, "**Step 2: Compute.** So."],
  ["## Step 2: So", 1, "## Step 2: So"],
  ["Step 4: So.", 1, "Step 4: So."],
  ["2. So.", 1, "2. So."],
  ["So.", 1, "So."],
])("%j as step %i shows %j", (text, index, expected) => {
  expect(stepText({ text, start: 0 }, index, [], null).text).toBe(expected);
});

test("marks move with a marker that isn't shown", () => {
  const text = "Step 1: 3 + 4 = 8, so 8.";
  const finding = { step: 0, start: 8, end: 17, equation: "3 + 4 = 8", expected: "7", first: true };
  const shown = stepText({ text, start: 100 }, 0, [finding], { start: 122, end: 123 });
  expect(shown.marks.map(({ start, end, className }) => [shown.text.slice(start, end), className])).toEqual([
    ["3 + 4 = 8", "mark-false"],
    ["8", "mark-answer"],
  ]);
  expect(shown.marks[0]?.title).toContain("7");
});

test("an answer outside of the step or of the text is not marked", () => {
  expect(stepText({ text: "a", start: 10 }, 0, [], { start: 2, end: 3 }).marks).toEqual([]);
  expect(answerSpan({ answer: "7", how: "", start: 4, end: 9 }, "short")).toBeNull();
  expect(answerSpan({ answer: "7", how: "", start: 0, end: 0 }, "short")).toBeNull();
  expect(answerSpan({ answer: null, reason: "" }, "short")).toBeNull();
});

test.each([
  [" a b.\nStep 4: c", " a b.", " a b.", "\nStep 4: c"],
  ["\n\nfirst\n\nrest", "first", "\n\nfirst", "\n\nrest"],
  ["no first step yet", "", "", "no first step yet"],
  ["other text", "rewritten", "rewritten", ""],
])("%j with first step %j", (text, firstStep, first, rest) => {
  expect(splitCandidate(text, firstStep)).toEqual({ first, rest });
});

test("changed words side by side are one change", () => {
  const { lose, win } = pairMarks("It is seven apples now", "It is eight pears now");
  expect(lose.map(({ start, end }) => "It is seven apples now".slice(start, end))).toEqual(["seven apples"]);
  expect(win.map(({ start, end }) => "It is eight pears now".slice(start, end))).toEqual(["eight pears"]);
  expect(pairMarks("same", "same")).toEqual({ lose: [], win: [] });
});

test("a changed formula is marked whole", () => {
  const [lose, win] = ["so $x = 9$ left", "so $x = 6$ left"];
  const marks = pairMarks(lose, win);
  expect(marks.lose.map(({ start, end }) => lose.slice(start, end))).toEqual(["$x = 9$"]);
  expect(marks.win.map(({ start, end }) => win.slice(start, end))).toEqual(["$x = 6$"]);
});

test("pairs stand at their step, or alone where there is none", () => {
  const [withTraces, , , onlyPair] = rows;
  expect(pairsAt(withTraces!.row!, 0, 2)).toHaveLength(1);
  expect(loosePairs(withTraces!.row!)).toHaveLength(0);
  expect(loosePairs(onlyPair!.row!)).toHaveLength(1);
});
