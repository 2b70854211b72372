import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extractFinalAnswer, gradeAnswer, gradeOutput } from "../../../src/answers/index.ts";

/** Expressions as people type them, in x, y and small numbers. */
const expression = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("x", "y", "1", "2", "3", "\\pi", "\\sqrt{2}", "0.5"),
    fc
      .tuple(tie("node"), fc.constantFrom("+", "-", "*"), tie("node"))
      .map(([a, sign, b]) => `(${a}${sign}${b})`),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `\\frac{${a}}{${b}}`),
    tie("node").map((a) => `(${a})^2`),
    tie("node").map((a) => `\\sin(${a})`),
    tie("node").map((a) => `e^{${a}}`),
  ),
})).node;

const structure = fc.oneof(
  expression,
  fc.array(expression, { minLength: 2, maxLength: 4 }).map((items) => items.join(", ")),
  fc.array(expression, { minLength: 1, maxLength: 4 }).map((items) => `\\{${items.join(", ")}\\}`),
  fc.tuple(expression, expression).map(([a, b]) => `(${a}, ${b})`),
  fc
    .tuple(expression, fc.constantFrom("=", "<", "\\ge"), expression)
    .map(([a, sign, b]) => `${a} ${sign} ${b}`),
);

/** Pieces of answers thrown together, whether they make sense or not. */
const jumble = fc
  .array(fc.constantFrom("\\frac", "{", "}", "(", ")", "[", "]", "|", "\\{", "\\}", "1", "2,345", "x", "_", "^", "=", "<", "\\cup", ",", ";", "and", "\\text{cm}", "%", "^\\circ", "$", "\\$", "\\sqrt", "\\pm", "!", "'", ":", "\\begin{pmatrix}", "\\end{pmatrix}", "&", "\\\\", "\\int", "\\sum", "dx", "\\boxed{", "the answer is ", "\n", "∞", "½", "π", "答案是", ".", "e", "i"), { maxLength: 24 })
  .map((pieces) => pieces.join("")); // prettier-ignore

const anything = fc.oneof(jumble, fc.string({ unit: "binary", maxLength: 60 }), structure);

describe("properties of grading", { timeout: 60_000 }, () => {
  it("an answer is never different from itself, written with other blanks", () => {
    fc.assert(
      fc.property(structure, (answer) => {
        expect(gradeAnswer(answer, ` ${answer.replaceAll(",", " ,")} `).equal).not.toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("expressions stay equal when rewritten", () => {
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        expect(gradeAnswer(`${a}+${b}`, `${b}+${a}`).equal).not.toBe(false);
        expect(gradeAnswer(`(${a})*(${b})`, `(${b})(${a})`).equal).not.toBe(false);
        const isZero = gradeAnswer(a, "0").equal !== false;
        if (!isZero) expect(gradeAnswer(a, `2(${a})`).equal).not.toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("the two sides may be swapped", () => {
    fc.assert(
      fc.property(structure, structure, (a, b) => {
        expect(gradeAnswer(a, b).equal).toBe(gradeAnswer(b, a).equal);
      }),
      {
        numRuns: 500,
        examples: [
          ["\\sin(1+\\pi)*(\\pi)^2 \\ge \\frac{\\sin(2)+(2-x)}{(2)^2}", "1 \\ge e^{\\frac{e^{y}}{\\pi}}"],
          ["e^{\\frac{3}{1}} \\ge (\\sin(x)-\\frac{\\sqrt{2}}{(0.5-x)})", "e^{\\sin(3)} \\ge \\sin((2+y))"],
        ],
      },
    );
  });

  it("never throws and always says the same", () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        expect(gradeAnswer(a, b)).toEqual(gradeAnswer(a, b));
        expect(gradeOutput(a, b)).toEqual(gradeOutput(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  it("whole numbers are equal exactly when they are", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(gradeAnswer(String(a), String(b)).equal).toBe(a === b);
        expect(gradeAnswer(String(a), a.toLocaleString("en-US")).equal).toBe(true);
      }),
    );
  });

  it("the place of an answer lies within the text", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const found = extractFinalAnswer(text);
        if (found.answer === null) return;
        expect(found.start).toBeGreaterThanOrEqual(0);
        expect(found.end).toBeLessThanOrEqual(text.length);
        expect(found.start).toBeLessThan(found.end);
      }),
      { numRuns: 2_000 },
    );
  });
});
