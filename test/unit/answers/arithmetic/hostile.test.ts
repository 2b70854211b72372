import { describe, expect, it } from "vitest";
import { checkTrace } from "../../../../src/answers/arithmetic/index.ts";

const LENGTH = 100_000;
const fill = (unit: string): string => unit.repeat(Math.floor(LENGTH / unit.length));

/** Texts on which careless readers hang, overflow the stack or run out of memory. */
const HOSTILE: Readonly<Record<string, string>> = {
  "open brackets": `${fill("(")}5 = 3`,
  "nested brackets": `${"(".repeat(50_000)}1${")".repeat(50_000)} = 2`,
  "brackets that hold words": fill(`${"(1+".repeat(40)}1 word${")".repeat(40)} `),
  "open products": `${fill("1 (1 (")}x = 4`,
  "towers of powers": fill("10^10^10 = "),
  "big powers": fill("9^2000/7^2000="),
  factorials: fill("700!=699!="),
  "a long sum": `${fill("1+")}1 = 3`,
  signs: `${fill("-")}1 = 2 + 3`,
  fractions: `${fill("\\frac{1}{")}1 = 2`,
  "mixed fractions": `${fill("2\\frac{2")} = 1`,
  relations: fill("="),
  "a long true chain": fill("1+1=2="),
  "a long false chain": fill("1+1=3="),
  notes: fill("<<1+1=3>>"),
  digits: `${fill("9")} + 1 = 3`,
  names: fill("A = 1 + 2, "),
  "brackets too many": fill("1 + (2) = (1) + (2)) = "),
  "dressing commands": fill("\\text{"),
  "rounded decimals": fill("0.33*0.67*0.17*0.83=0.99 "),
  units: fill("5 hours + 3 minutes = 9 km "),
  answers: fill("the answer is 5 "),
};

// About 0.3 s at most on an idle machine: the limit leaves room for a busy one, and none for a text that is never done.
describe("hostile text", { timeout: 60_000 }, () => {
  it.each(Object.entries(HOSTILE))("%s: answered within bounds", (_name, text) => {
    const findings = checkTrace([text], { problem: text });
    expect(findings.length).toBeLessThanOrEqual(66);
  });
});
