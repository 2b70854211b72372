import type { ArithmeticFinding } from "../../../src/core/candidate.ts";
import type { Gold, Label, Pair, Row, Source, Step, Trace } from "../../../src/core/model.ts";
import type { RowState, TraceFacts } from "../../../src/protocol/traceEditor.ts";

/** A step as it is written down here. */
interface StepIn {
  readonly text: string;
  readonly label?: Label;
  readonly by?: Source;
  readonly at?: string;
  readonly value?: number;
}

/** A trace whose steps are given. */
export function trace(name: string, steps: readonly StepIn[], more: Partial<Trace> = {}): Trace {
  let text = "";
  const cut: Step[] = steps.map((step) => {
    const start = text.length;
    text += step.text;
    const by = step.by ?? (step.label === undefined ? null : "file");
    return {
      start,
      end: text.length,
      text: step.text,
      label: step.label ?? null,
      by,
      at: step.at ?? null,
      value: step.value ?? null,
    };
  });
  return {
    name,
    text,
    steps: cut,
    fixedSteps: true,
    outcome: "unknown",
    outcomeBy: null,
    answer: null,
    ...more,
  };
}

/** A row of the view. */
export function row(index: number, content: Row | null, more: Partial<RowState> = {}): RowState {
  return {
    index,
    line: index + 1,
    formatTitle: "Invented",
    row: content,
    facts: (content?.traces ?? []).map((one) => facts(one, content?.gold.answer ?? null)),
    error: null,
    raw: null,
    edited: false,
    readOnly: null,
    holdsPairs: false,
    mappable: false,
    long: null,
    ...more,
  };
}

/** What the host would derive of a trace: the answer is what follows "answer is". */
export function facts(one: Trace, gold: string | null): TraceFacts {
  const match = /answer is \$?([^$\n]+?)\$?\.?\s*$/u.exec(one.text);
  const answer = match?.[1] ?? null;
  const start = answer === null ? 0 : one.text.lastIndexOf(answer);
  const equal = answer === null || gold === null ? null : answer === gold;
  const reason = gold === null ? "no gold answer" : equal === true ? "equal as numbers" : "different numbers";
  return {
    answer:
      answer === null
        ? { answer: null, reason: "no closing phrase" }
        : { answer, how: "after “answer is”", start, end: start + answer.length },
    verdict: { equal, reason: answer === null ? "no final answer" : reason, gold, pred: answer },
    outcome: equal === null ? one.outcome : equal ? "right" : "wrong",
    disagree: equal !== null && one.outcome !== "unknown" && (one.outcome === "right") !== equal,
    arithmetic: falseEquations(one),
  };
}

/** Sums and products of two whole numbers that don't hold. */
export function falseEquations(one: Pick<Trace, "steps">): ArithmeticFinding[] {
  const found: ArithmeticFinding[] = [];
  one.steps.forEach((step, index) => {
    for (const match of step.text.matchAll(/(\d+) ([+*-]) (\d+) = (\d+)/gu)) {
      const [a, b, c] = [Number(match[1]), Number(match[3]), Number(match[4])];
      const right = match[2] === "+" ? a + b : match[2] === "*" ? a * b : a - b;
      if (right === c) continue;
      const start = match.index;
      const end = start + match[0].length;
      found.push({
        step: index,
        start,
        end,
        equation: match[0],
        expected: String(right),
        first: found.length === 0,
      });
    }
  });
  return found;
}

const gold = (answer: string | null, solution: string | null = null): Gold => ({
  answer,
  solution,
  by: answer === null ? null : "file",
});

const pair: Pair = {
  trace: 0,
  step: 2,
  prefix: "",
  win: " Mia gives away a third of the $18$ left, that is $\\frac{1}{3} \\cdot 18 = 6$, and keeps $18 - 6 = 12$.",
  lose: " Mia gives away a third of the $18$ left, that is $\\frac{1}{3} \\cdot 18 = 9$, and keeps $18 - 9 = 9$.",
  run: ".stepdpo/runs/2026-11-24-rectify",
  from: "sidecar",
};

const marbles: Row = {
  problem:
    "Mia has 24 marbles. She loses a quarter of them and gives a third of the rest to Ben. The bag costs \\$5 and each refill \\$6. **How many marbles** does Mia keep?",
  gold: gold(
    "12",
    "A quarter of 24 is <<24/4=6>>6, so 18 are left. A third of 18 is 6.\nMia keeps 18 - 6 = 12.\n#### 12",
  ),
  traces: [
    trace(
      "small-model",
      [
        { text: "Step 1: A quarter of 24 is $\\frac{24}{4} = 6$ marbles.\n", label: "correct", value: 0.81 },
        {
          text: "Step 2: So $24 - 6 = 18$ marbles are left.\n",
          label: "correct",
          by: "person",
          at: "2026-11-24T14:03:00",
          value: 0.78,
        },
        {
          text: "Step 3: Mia gives away a third of the $18$ left, that is $\\frac{1}{3} \\cdot 18 = 9$, and keeps $18 - 9 = 9$.\n",
          label: "incorrect",
          by: "judge:judge-7b",
          value: 0.06,
        },
        { text: "Step 4: To check: 9 + 9 = 18 and 18 + 6 = 25, which is every marble.\n", value: 0.02 },
        { text: "Step 5: The answer is 9." },
      ],
      { outcome: "wrong", outcomeBy: "file" },
    ),
    trace(
      "large-model",
      [
        { text: "She loses 6 marbles.\n\n", label: "correct" },
        { text: "| who | marbles |\n|---|--:|\n| Mia | 12 |\n| Ben | 6 |\n\n", label: "neutral" },
        { text: "The answer is 12." },
      ],
      { outcome: "right", outcomeBy: "file" },
    ),
    trace("medium-model", [{ text: "24 / 2 = 12.\n" }, { text: "The answer is 12." }], {
      outcome: "wrong",
      outcomeBy: "file",
    }),
  ],
  pairs: [pair],
  meta: [
    { name: "level", value: "2" },
    { name: "type", value: "fractions" },
    { name: "generator", value: "small-model-instruct, temperature 0.7, 2026-11-02" },
  ],
};

const integral: Row = {
  problem:
    "Evaluate\n\n\\[ I = \\int_0^1 \\frac{x^2 \\, dx}{\\sqrt{1 - x^2}} \\]\n\nand give it in lowest terms of $\\pi$.",
  gold: gold("\\frac{\\pi}{4}"),
  traces: [
    trace("", [
      {
        text: "Put $x = \\sin t$, so that $dx = \\cos t \\, dt$ and\n$$\nI = \\int_0^{\\pi/2} \\sin^2 t \\, dt.\n$$\n\n",
      },
      {
        text: "By symmetry \\(\\int \\sin^2 = \\int \\cos^2\\), hence $2I = \\frac{\\pi}{2}$. Broken: $\\frac{1$ and $\\undefined{x}$.\n\n",
      },
      {
        text: "```python\nfrom sympy import *\nintegrate(sin(t)**2, (t, 0, pi/2))  # $x$ stays as written\n```\n\n",
      },
      {
        text: "- 4 apples at $3 and 2*3*4 = 24 pears\n1. first\n2. second\n\nThe answer is $\\frac{\\pi}{4}$.",
      },
    ]),
  ],
  pairs: [],
  meta: [],
};

const noGold: Row = {
  problem: "Which whole number is the largest below $\\sqrt{50}$?",
  gold: gold(null),
  traces: [
    trace("", [
      { text: "Since $7^2 = 49 < 50$, it is at least 7.", label: "correct" },
      { text: "Since $8^2 = 64 > 50$, the answer is 7." },
    ]),
  ],
  pairs: [],
  meta: [],
};

const onlyPair: Row = {
  problem: "What is $3 + 4 \\cdot 2$?",
  gold: gold("11"),
  traces: [],
  pairs: [
    {
      trace: null,
      step: 1,
      prefix: "Let's think step by step.\nStep 1: Read the sum.\nStep 2:",
      win: " Products come first: $4 \\cdot 2 = 8$, then $3 + 8 = 11$.",
      lose: " From the left: $3 + 4 = 7$, then $7 \\cdot 2 = 14$.",
      run: null,
      from: "row",
    },
  ],
  meta: [{ name: "dataset", value: "invented" }],
};

const long: Row = {
  problem: "A long trace: three hundred steps, with a formula in each.",
  gold: gold("300"),
  traces: [
    trace(
      "",
      Array.from({ length: 300 }, (_, at) => ({
        text: `Step ${at + 1}: Add $x_{${at + 1}} = \\frac{${at}}{${at + 1}}$, so ${at} + 1 = ${at + 1}.\n`,
        ...(at % 7 === 3 ? { label: "correct" as const } : {}),
      })),
    ),
  ],
  pairs: [],
  meta: [],
};

const huge: Row = {
  problem: "A step of a megabyte.",
  gold: gold("1"),
  traces: [trace("", [{ text: "All work and no play. ".repeat(48_000) }, { text: "The answer is 1." }])],
  pairs: [],
  meta: [],
};

/** Every kind of row that the view must show. */
export const rows: readonly RowState[] = [
  row(0, marbles),
  row(1, integral),
  row(2, noGold),
  row(3, onlyPair, { holdsPairs: true }),
  row(4, null, {
    formatTitle: null,
    error:
      'Line 5 is not JSON: expected "," or "}" at column 41, found the end of the line. Mend the line in the text editor; the other rows are not affected.',
    raw: '{"problem": "What is 2 + 2?", "steps": ["4"',
  }),
  row(5, long),
  row(6, huge),
];
