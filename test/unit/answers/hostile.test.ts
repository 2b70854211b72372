import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { gradeAnswer, gradeOutput } from "../../../src/answers/index.ts";

const HOSTILE: Record<string, string> = {
  "open braces": "{".repeat(100_000),
  "closed braces": `${"{".repeat(100_000)}1${"}".repeat(100_000)}`,
  "nested braces within the length": `${"{".repeat(2_000)}1${"}".repeat(2_000)}`,
  "open boxes": "\\boxed{".repeat(50_000),
  "nested boxes": `${"\\boxed{".repeat(500)}1${"}".repeat(500)}`,
  "nested brackets": `${"(".repeat(2_000)}1${")".repeat(2_000)}`,
  "nested fractions": `${"\\frac{1}{".repeat(400)}1${"}".repeat(400)}`,
  "nested sets": `${"\\{".repeat(600)}${"\\}".repeat(600)}`,
  "nested matrices": "\\begin{pmatrix}".repeat(250),
  "nested indices": `${"x_".repeat(2_000)}1`,
  "nested logarithms": `${"\\log_".repeat(500)}2`,
  "power tower": "10^10^10",
  "long power tower": `${"2^".repeat(2_000)}2`,
  "huge factorial": "100000!",
  "factorial of factorials": "((100!)!)!",
  "huge binomial": "\\binom{100000}{50000}",
  "huge exponent": "1e99999999999",
  "huge power": "(2^{6000})^{6000}",
  "sum of a billion": "\\sum_{k=1}^{1000000000} k",
  "triple sum": "\\sum_{a=1}^{1000}\\sum_{b=1}^{1000}\\sum_{c=1}^{1000} abc",
  "quadruple integral": "\\int_0^1\\int_0^1\\int_0^1\\int_0^1 xyzw dx dy dz dw",
  "long number": "9".repeat(4_000),
  "very long number": "9".repeat(100_000),
  "long decimal": `0.${"3".repeat(4_000)}`,
  "long list": `${"1,".repeat(2_000)}1`,
  "long sum": `${"1+".repeat(2_000)}1`,
  "many minus signs": `${"-".repeat(4_000)}1`,
  "many signs ±": `${"1 \\pm ".repeat(30)}1`,
  "many bars": `${"|x".repeat(1_000)}${"|".repeat(1_000)}`,
  "many dollars": "$".repeat(50_000),
  "many formulas": "$1$ ".repeat(5_000),
  "many lines": "\n".repeat(100_000),
  "many blanks": `\\boxed{${" ".repeat(100_000)}}`,
  "many announcements": "the answer is ".repeat(20_000),
  "many labels": `${"answer: ".repeat(20_000)}5`,
  "many hashes": "#".repeat(100_000),
  "many stars": "*".repeat(100_000),
  "many thoughts": "<think>".repeat(20_000),
  "many words": "word ".repeat(20_000),
  "many letters": "a".repeat(4_000),
  "many sines": `${"sin ".repeat(1_000)}x`,
  "many unions": `${"[0,1]\\cup".repeat(400)}[0,1]`,
  "many relations": `${"x<".repeat(1_000)}5`,
  "many backslashes": "\\".repeat(4_001),
  "many numbers": "1,".repeat(50_000),
  "deep units": `5 ${"kg m ".repeat(800)}`,
  "units over units": `5 ${"kg/m ".repeat(800)}`,
  "unit fractions": `5 ${"\\frac{\\text{m}}{\\text{s}} ".repeat(120)}`,
  "many times of day": "2:30 pm, ".repeat(400),
  "many amounts of time": "2 hours 3 minutes ".repeat(220),
  "many number words": "twenty one hundred ".repeat(200),
  "many Chinese words": `${"一共需要".repeat(1_000)}12`,
  "many Chinese announcements": "答案是".repeat(300_000),
  "many Korean announcements": "정답은 ".repeat(250_000),
  "many problems": "\nQuestion: 7".repeat(80_000),
  "many options": "(A) ".repeat(250_000),
  "many roots of degrees": "sqrt[3](".repeat(500),
  "many arrangements": "7 nPr 2 ".repeat(500),
  "many pieces": `\\begin{cases}${"x & x>0 \\\\ ".repeat(350)}\\end{cases}`,
  "nested pieces": "\\begin{cases} x & x>0 \\\\".repeat(150),
  "many commas": ",".repeat(4_000),
  "many brackets": "()".repeat(2_000),
  "mixed brackets": "(1,2),".repeat(600),
  "long numeral with letters": `${"F".repeat(3_990)}_{16}`,
  "control characters": "\u0000\u0001\u0002",
  "half a character": "\ud800",
  "turned text": "\u202e5",
};

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes of the heap that something still holds: what else is there depends on when garbage was collected last. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe("hostile input", () => {
  it.each(Object.entries(HOSTILE).filter(([, text]) => !text.endsWith("5")))(
    "%s is never taken for another answer",
    (_name, text) => {
      for (const [gold, pred] of [
        ["5", text],
        [text, "5"],
      ] as const) {
        expect(gradeAnswer(gold, pred).equal).not.toBe(true);
        expect(gradeOutput(gold, pred).equal).not.toBe(true);
      }
    },
  );

  it.each([
    ["a unit of more words than anyone writes", `5 ${"kg m ".repeat(800)}`],
    ["nested pieces", "\\begin{cases} x & x>0 \\\\".repeat(100)],
    ["more than the longest answer", "1,".repeat(2_049)],
  ])("%s is not comparable", (_name, text) => {
    expect(gradeAnswer(text, "x+1").equal).toBeNull();
    expect(gradeAnswer("x+1", text).equal).toBeNull();
  });

  it.each(["10^10^10", "100000!", "9^9^9", "{".repeat(100_000)])("%.20s is not comparable", (text) => {
    expect(gradeAnswer(text, "5")).toMatchObject({
      equal: null,
      reason: expect.stringMatching(/^not comparable: /) as string,
    });
  });

  it("takes no more memory the more there is", () => {
    for (let i = 0; i < 20; i++) gradeAnswer("5", "{".repeat(1_000_000));
    const before = heldBytes();
    for (let i = 0; i < 50; i++) gradeAnswer("5", "{".repeat(1_000_000));
    expect(heldBytes() - before).toBeLessThan(32e6);
  });
});
