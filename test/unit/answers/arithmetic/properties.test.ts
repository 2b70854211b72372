import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkStep, checkTrace } from "../../../../src/answers/arithmetic/index.ts";

/** A random expression over whole numbers with its value in hundredths-free arithmetic. */
interface Sample {
  readonly text: string;
  readonly value: number;
}

const whole = fc.integer({ min: 0, max: 999 }).map((value): Sample => ({ text: String(value), value }));

const { expression } = fc.letrec<{ expression: Sample; operand: Sample }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3 },
    whole,
    tie("expression").map(({ text, value }) => ({ text: `(${text})`, value })),
  ),
  expression: fc
    .tuple(tie("operand"), fc.constantFrom("+", "-", "*", "×", "−", "\\times", "\\cdot"), tie("operand"))
    .map(([a, operator, b]) => ({
      text: `${a.text} ${operator} ${b.text}`,
      value: calculate(a.value, operator, b.value),
    })),
}));

function calculate(a: number, operator: string, b: number): number {
  if (operator === "+") return a + b;
  return operator === "-" || operator === "−" ? a - b : a * b;
}

const safe = expression.filter(({ value }) => Number.isSafeInteger(value));

const dressed = fc.constantFrom<(equation: string) => string>(
  (equation) => equation,
  (equation) => `So there are ${equation} of them.`,
  (equation) => `$${equation}$`,
  (equation) => `\\[ ${equation} \\]`,
  (equation) => `Total: ${equation}\n`,
  (equation) => `First, (${equation}).`,
);

// Thousands of random texts take seconds on a busy machine.
describe("properties", { timeout: 60_000 }, () => {
  it("true whole-number arithmetic never alarms", () => {
    fc.assert(
      fc.property(safe, dressed, ({ text, value }, dress) => {
        expect(checkStep(dress(`${text} = ${value}`))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("a result that is off always alarms, and the finding names the true one", () => {
    const off = fc.integer({ min: 1, max: 99 }).chain((size) => fc.constantFrom(size, -size));
    fc.assert(
      fc.property(safe, off, dressed, ({ text, value }, error, dress) => {
        const findings = checkStep(dress(`${text} = ${value + error}`));
        expect(findings.map((one) => one.expected)).toEqual([String(value)]);
      }),
      { numRuns: 1000 },
    );
  });

  it("true sums of money never alarm, ones off by a cent or more always do", () => {
    const cents = fc.integer({ min: 1, max: 99_999 });
    const money = (amount: number) => `$${(amount / 100).toFixed(2)}`;
    fc.assert(
      fc.property(
        fc.array(cents, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        (amounts, error) => {
          const sum = amounts.reduce((a, b) => a + b, 0);
          const left = amounts.map(money).join(" + ");
          expect(checkStep(`${left} = ${money(sum)}`)).toEqual([]);
          expect(checkStep(`${left} = ${money(sum + error)}`)).toHaveLength(1);
        },
      ),
    );
  });

  it("true fractions never alarm, whether rounded to any number of digits or not", () => {
    const part = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(part, part, fc.integer({ min: 1, max: 6 }), (a, b, places) => {
        expect(checkStep(`${a} / ${b} = ${(a / b).toFixed(places)}`)).toEqual([]);
        expect(checkStep(`\\frac{${a}}{${b}} \\approx ${(a / b).toFixed(places)}`)).toEqual([]);
      }),
    );
  });

  it("spans and texts of findings agree, steps are in order, one finding is the first", () => {
    const step = fc.oneof(
      fc.string({
        maxLength: 60,
        unit: fc.constantFrom(...Array.from("0123456789+-*/()=x.,$% ab\\{}^<>\n")),
      }),
      fc.tuple(whole, whole, whole).map(([a, b, c]) => `we get ${a.text} + ${b.text} = ${c.text} in all`),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const findings = checkTrace(steps);
        for (const one of findings) expect(steps[one.step]?.slice(one.start, one.end)).toBe(one.equation);
        expect(findings.map((one) => one.step)).toEqual(
          findings.map((one) => one.step).sort((a, b) => a - b),
        );
        expect(findings.filter((one) => one.first)).toHaveLength(findings.length === 0 ? 0 : 1);
        expect(checkTrace(steps)).toEqual(findings);
      }),
      { numRuns: 1000 },
    );
  });

  it("never throws", () => {
    const unit = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3 }),
      fc.constantFrom(
        "=",
        "<<",
        ">>",
        "\\frac",
        "0.5",
        "²",
        "\\frac{",
        "}",
        "(",
        ")",
        "^",
        "!",
        "\\sqrt[",
        "%",
        " of ",
        "9999",
        "1/0",
        "\\text{",
        "x",
        "A = ",
      ),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), (parts) => {
        const text = parts.join("");
        expect(() => checkTrace([text, text], { problem: text })).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
