import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffTexts, tokens } from "../../../src/core/diff.ts";
import { mathSpans } from "../../../src/core/math.ts";
import { sameStep, stepKey } from "../../../src/core/normalise.ts";

const word = fc.constantFrom(
  "a",
  " ",
  "$x+1$",
  "\\frac",
  "12.5",
  "12",
  "\n",
  ",",
  "\\(",
  "\\)",
  "$5",
  "ab",
  "🙂",
);
const text = fc.array(word, { maxLength: 40 }).map((all) => all.join(""));

describe("diffTexts", () => {
  it("gives both texts back", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const diff = diffTexts(a, b);
        expect(diff.a.map((piece) => piece.text).join("")).toBe(a);
        expect(diff.b.map((piece) => piece.text).join("")).toBe(b);
        const same = (pieces: typeof diff.a) =>
          pieces
            .filter((piece) => piece.kind === "same")
            .map((piece) => piece.text)
            .join("");
        expect(same(diff.a)).toBe(same(diff.b));
      }),
    );
  });
  it("keeps formulas, commands and numbers whole", () => {
    expect(tokens("So $x + 1$ is \\frac 1,234.5 or \\(a b\\).")).toEqual([
      "So",
      " ",
      "$x + 1$",
      " ",
      "is",
      " ",
      "\\frac",
      " ",
      "1,234.5",
      " ",
      "or",
      " ",
      "\\(a b\\)",
      ".",
    ]);
    expect(diffTexts("gives 12 eggs", "gives 120 eggs").b).toEqual([
      { text: "gives ", kind: "same" },
      { text: "120", kind: "added" },
      { text: " eggs", kind: "same" },
    ]);
  });
  // Compared token by token they would take minutes, and the test its time limit.
  it("is bounded: wholly different long texts become one block", () => {
    const a = Array.from({ length: 30_000 }, (_, k) => `a${k} `).join("");
    const b = Array.from({ length: 30_000 }, (_, k) => `b${k} `).join("");
    const diff = diffTexts(`same ${a}end`, `same ${b}end`);
    expect(diff.a.at(0)).toEqual({ text: "same ", kind: "same" });
    expect(diff.a.some((piece) => piece.kind === "removed")).toBe(true);
  });
});

describe("mathSpans", () => {
  it.each([
    ["costs $5 and $6 each", []],
    ["is $x$ or $y = 2$.", ["$x$", "$y = 2$"]],
    ["\\[a\\] $$b\n\nc$$ \\(d\\)", ["\\[a\\]", "$$b\n\nc$$", "\\(d\\)"]],
    ["\\$5 and \\begin{align*}x\\end{align*}", ["\\begin{align*}x\\end{align*}"]],
    ["open \\[ never closed", []],
    ["a $x\ny$ b", []],
  ])("%j", (from, expected) => {
    expect(mathSpans(from).map((span) => from.slice(span.start, span.end))).toEqual(expected);
  });
});

describe("sameStep", () => {
  it.each([
    ["Step 2: The sum is $3 + 4 = 7$.", " the sum is 3+4=7"],
    ["So \\(\\dfrac{1}{2}\\) left.", "So $\\frac{1}{2}$ left"],
    ["a  b\n", "a b"],
    ["3 × 4 = 12", "$3 \\times 4 = 12$"],
    ["He’s done", "He's done"],
  ])("%j says the same as %j", (a, b) => expect(sameStep(a, b)).toBe(true));
  it.each([
    ["x = 3", "X = 3"],
    ["1 2", "12"],
    ["3 - 4", "3 + 4"],
    ["", "a"],
    ["5", "-5"],
  ])("%j says other than %j", (a, b) => expect(sameStep(a, b)).toBe(false));
  it("gives the key itself", () => expect(stepKey("Step 1: Then $A = 2$.")).toBe("then A=2"));
});
