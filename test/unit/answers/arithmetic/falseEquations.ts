/** One false equation: the text with the equation between ⟦ and ⟧, and what it should have said. */
export interface FalseStep {
  readonly text: string;
  readonly expected: string;
  readonly kind?: string;
}

/** Steps with exactly one false equation each. */
export const FALSE_STEPS: readonly FalseStep[] = [
  { text: "⟦3 + 4 = 8⟧", expected: "7" },
  { text: "So she has ⟦12 - 5 = 6⟧ shells left.", expected: "7" },
  { text: "⟦2 + 3 * 4 = 20⟧", expected: "14" },
  { text: "(she buys ⟦3 * 4 = 13⟧)", expected: "12" },
  { text: "⟦1,250 + 2,750 = 4,100⟧ people", expected: "4000" },
  { text: "⟦4 × 25 = 90⟧ and 9 − 4 = 5", expected: "100" },
  { text: "3 x 5 = 15, but ⟦3 x 6 = 15⟧.", expected: "18" },
  { text: "⟦$4.20 + $9.45 + $1.35 = $14.99⟧", expected: "15" },
  { text: "⟦5 apples + 4 apples = 8⟧ apples", expected: "9" },
  { text: "⟦3 days * 8 hours/day = 25⟧ hours", expected: "24" },
  { text: "⟦7,000 (all tickets) - 2,500 (sold early) = 3,500⟧", expected: "4500" },
  { text: "⟦10 / 4 = 3⟧", expected: "2.5" },
  { text: "⟦10 / 3 = 3.4⟧", expected: "10/3 ≈ 3.33" },
  { text: "⟦10 / 3 ≈ 3.5⟧", expected: "10/3 ≈ 3.33" },
  { text: "⟦20% of 50 = 20⟧", expected: "10" },
  { text: "⟦25/75 x 100% = 25%⟧", expected: "100/3 ≈ 33.33%" },
  { text: "⟦3 plus 4 equals 9⟧", expected: "7" },
  { text: "⟦(2 + 3) * 4 = 24⟧", expected: "20" },
  { text: "x = ⟦(5 + 3) * 2 = 18⟧", expected: "16" },
  { text: "3 * 5 = ⟦15 = 16⟧", expected: "15" },
  { text: "8 + 2 * 3 = ⟦8 + 6 = 15⟧ = 15", expected: "14" },
  { text: String.raw`\[ ⟦3 \times 4 = 13⟧ \]`, expected: "12" },
  { text: String.raw`\(⟦\frac{3}{4} + \frac{1}{4} = 2⟧\)`, expected: "1" },
  { text: String.raw`⟦\$20 - \$13.00 = \$6.00⟧`, expected: "7" },
  { text: String.raw`\text{Total} = ⟦6 + 7 = \boxed{14}⟧`, expected: "13" },
  { text: String.raw`⟦5 \text{ cats} + 3 \text{ cats} = 9⟧ \text{ cats}`, expected: "8" },
  { text: String.raw`⟦\binom{5}{2} = 12⟧`, expected: "10" },
  { text: String.raw`⟦\sqrt{2} \approx 1.5⟧`, expected: "≈1.41" },
  { text: String.raw`\begin{align*} ⟦3 + 4 &= 8⟧ \end{align*}`, expected: "7" },
  { text: "⟦3 + 4\n= 8⟧", expected: "7" },
  { text: "It costs 3*4 = $<<⟦3*4=13⟧>>13.", expected: "12", kind: "note" },
  { text: "It costs ⟦3*5 = $<<3*4=12>>12⟧.", expected: "15" },
  { text: "Total = 20 + 15. ⟦Total = 36⟧.", expected: "35", kind: "restated" },
  {
    text: String.raw`\[ \text{All fruit} = 52 + 24 \] \[ ⟦\text{All fruit} = 86⟧ \]`,
    expected: "76",
    kind: "restated",
  },
  { text: "A = 3 + 4 = 7, B = 5. Then ⟦A + B = 7 + 6⟧ = 13", expected: "12" },
  { text: "⟦(1 - 2) - (3) = (1 - 2) - (3))⟧", expected: "-4", kind: "unbalanced" },
  { text: "⟦12 / 4 / 2 = 6⟧", expected: "1.5" },
  { text: "⟦5! = 100⟧ ways", expected: "120" },
  { text: "⟦2^10 = 1000⟧", expected: "1024" },
  { text: "共有⟦5+3=9⟧个苹果。", expected: "8" },
  { text: "⟦-7 + 3 = 4⟧", expected: "-4" },
  { text: "⟦$5 * 4 = $100⟧", expected: "20" },
  { text: "$⟦7 - 2 = 100⟧$ in all", expected: "5" },
];
