import { expect, test } from "vitest";
import { fillText } from "../../webview/text/fill.ts";
import { foundMarks, searchPattern } from "../../webview/text/search.ts";

/** What is marked in a text that is set, and the whole text as it reads. */
function marked(text: string, looked: string, how: { regex?: boolean; caseSensitive?: boolean } = {}) {
  const pattern = searchPattern({ text: looked, regex: false, caseSensitive: false, ...how });
  const element = document.createElement("div");
  fillText(element, text, pattern === null ? [] : foundMarks(text, { pattern, within: null }));
  const marks = [...element.querySelectorAll("mark.mark-found")];
  return {
    marks: marks.map((mark) => mark.querySelector("annotation")?.textContent ?? mark.textContent),
    bold: element.querySelector("strong")?.textContent ?? null,
    errors: element.querySelectorAll(".math-error").length,
  };
}

test.each<[string, string, readonly string[]]>([
  ["Mia has marbles", "MARBLES", ["marbles"]],
  ["a.b axb", "a.b", ["a.b"]],
  ["is $\\frac{1}{2}$ of it", "frac", ["\\frac{1}{2}"]],
  ["is $a$ of it", "is $a$ of", ["is", "a", "of"]],
  ["no such word", "muffin", []],
  ["- 4 = 12\n- 4 apples", "4", ["4", "4"]],
])("in %j, %j marks %j", (text, looked, marks) => {
  const found = marked(text, looked);
  expect(found.marks.map((mark) => mark.trim())).toEqual(marks);
  expect(found.errors).toBe(0);
});

test("a match inside of Markdown leaves it as it is", () => {
  expect(marked("so **two apples** are", "apples").bold).toBe("two apples");
  expect(marked("so **two apples** are", "two apples** are")).toMatchObject({ bold: "two apples" });
});

test("a regular expression is read as the search of the dataset reads it", () => {
  expect(marked("x = 12 and\ny = 7", "^y = \\d+$", { regex: true }).marks).toEqual(["y = 7"]);
  expect(marked("Two two", "two", { caseSensitive: true }).marks).toEqual(["two"]);
  expect(marked("ab", "", { regex: true }).marks).toEqual([]);
  expect(marked("ab", "x*", { regex: true }).marks).toEqual([]);
});

test.each(["(", "(a+)+$"])("the pattern %s is not tried", (text) => {
  expect(searchPattern({ text, regex: true, caseSensitive: false })).toBeNull();
});
