import { labelled, pair, raw, solved, steps, type RuleCases } from "./rows.ts";

const eggs =
  "A farmer has four hens that each lay two eggs every day of the week. How many eggs does he gather in all?";
const many = "word ".repeat(420_000);

export const unreadable: RuleCases = {
  rule: "unreadable-row",
  bad: [
    "not json",
    "[1, 2]",
    "null",
    '"text"',
    "{}",
    '{"question": "1+1?", "answer": "#### 2"',
    "{'question': '1+1?'}",
    '{"question": "1+1?", "answer": "2",}',
    { other: 1 },
    { prompt: "p", chosen: 1, rejected: "b" },
    { prompt: "p", completions: "no list", labels: [true] },
  ],
  good: [
    { question: "1+1?", answer: "#### 2" },
    { prompt: "p", chosen: "a", rejected: "b" },
    { problem: "p", solution: raw`So \boxed{2}.`, level: "1", type: "a" },
    '  {"question": "1+1?", "answer": "2"}  ',
    '{"question": "\\u00e9 \\ud800", "answer": "2"}',
    pair(),
    labelled([true]),
    steps("p", "a"),
    solved("小明", "六。"),
    {
      messages: [
        { role: "user", content: "1+1?" },
        { role: "assistant", content: "<think>Hm.</think>2" },
      ],
    },
  ],
};

export const longRow: RuleCases = {
  rule: "long-row",
  bad: [
    solved("p", many),
    solved(many, "a"),
    pair({ chosen: many }),
    pair({ rejected: many }),
    { question: "p", answer: many },
    labelled([true], [many]),
    steps("p", many.slice(0, 1_200_000), many.slice(0, 1_200_000)),
    solved("p", "字".repeat(2_000_001)),
  ],
  good: [
    solved("p", many.slice(0, 1_999_000)),
    { ...solved("p", "a"), other: many },
    { question: "p", answer: "a", logprobs: Array.from({ length: 300_000 }, () => 0.123456) },
    pair({ chosen: many.slice(0, 900_000), rejected: many.slice(0, 900_000) }),
    pair(),
    solved("p", ""),
    solved("p", "\n".repeat(100_000)),
    steps("p", ...Array.from({ length: 1000 }, () => "So it goes on.")),
  ],
};

const first = { question: eggs, answer: "#### 56" };
const traced = (response: string, query = eggs) => solved(query, response);

export const duplicateProblem: RuleCases = {
  rule: "duplicate-problem",
  bad: [
    [first, first],
    [first, { question: `  ${eggs.toUpperCase()} `, answer: "56" }],
    [first, { question: eggs.replaceAll(" ", "\n"), answer: "56" }],
    [traced("So 56."), traced("So 56.")],
    [traced("So 56."), traced("so  56")],
    [traced("所以 56。", "小明有五十六个鸡蛋吗？"), traced("所以 56。", "小明有五十六个鸡蛋吗?")],
    [
      traced(raw`It is \(56\).`, raw`What is $7 \cdot 8$?`),
      traced(raw`It is \(56\).`, raw`What is \(7 \cdot 8\)?`),
    ],
    [
      { question: "It costs $1,200. Why?", answer: "1" },
      { question: "It costs $1200. Why?", answer: "1" },
    ],
    [traced("<think>Hm.</think>So 56."), traced("Other."), traced("<think>Hm.</think>So 56.")],
  ],
  good: [
    [first, { question: eggs.replace("four", "five"), answer: "70" }],
    [traced("So 56."), traced("So it is 56 in all.")],
    [traced("So 56."), traced("So 56.", "Other?")],
    [
      { question: "What is x^2?", answer: "1" },
      { question: "What is x_2?", answer: "1" },
    ],
    [
      { question: "What is 1 + 1?", answer: "1" },
      { question: "What is 1 - 1?", answer: "1" },
    ],
    [
      { question: "What is (-1)?", answer: "1" },
      { question: "What is (1)?", answer: "1" },
    ],
    [pair(), pair({ chosen: " So 6." })],
    [
      { question: "这是五吗？", answer: "1" },
      { question: "这是六吗？", answer: "1" },
    ],
    [steps("", "a"), steps("", "a")],
    [
      { question: "What is 1.5 of it?", answer: "1" },
      { question: "What is 15 of it?", answer: "1" },
    ],
    [
      { question: "Is x > 2?", answer: "1" },
      { question: "Is x < 2?", answer: "1" },
    ],
    [
      { question: "What is 5!?", answer: "1" },
      { question: "What is 5?", answer: "1" },
    ],
  ],
};

export const duplicatePair: RuleCases = {
  rule: "duplicate-pair",
  bad: [
    [pair(), pair()],
    [pair(), pair({ dataset: "other" } as object)],
    [pair(), pair({ chosen: "  In 3 days that is 2*3 = 6 eggs" })],
    [pair(), pair({ answer: "7" })],
    [pair(), pair({ prompt: "a hen lays 2 eggs a day.  How many eggs does it lay in 3 days" })],
    [pair({ chosen: " 是六。", rejected: " 是五。" }), pair({ chosen: " 是六。", rejected: " 是五。" })],
    [
      { prompt: "p", chosen: "a", rejected: "b" },
      { prompt: "p", chosen: "a", rejected: "b" },
    ],
    [pair({ chosen: raw` \(x\)` }), pair(), pair({ chosen: raw` \(x\)` })],
  ],
  good: [
    [pair(), pair({ chosen: " So it is 6." })],
    [pair(), pair({ rejected: " So it is 4." })],
    [pair(), pair({ prompt: "A duck lays 2 eggs a day." })],
    [pair(), pair({ initial_reason_steps: "Step 1: Two each.\nStep 2:" })],
    [
      pair(),
      pair({ chosen: " In 3 days that is 2+3 = 5 eggs.", rejected: " In 3 days that is 2*3 = 6 eggs." }),
    ],
    [pair(), first],
    [pair({ chosen: "" }), pair({ chosen: " So." })],
    [pair({ chosen: " 是六。" }), pair({ chosen: " 是七。" })],
    [pair({ chosen: raw` $x^2$` }), pair({ chosen: raw` $x_2$` })],
  ],
};

const lined = (chosen: (at: number) => string, rejected: (at: number) => string, count = 40) =>
  Array.from({ length: count }, (_, at) =>
    pair({ chosen: chosen(at), rejected: rejected(at), prompt: `Problem ${at}?` }),
  );
const of = (length: number) => `${"a".repeat(length)}.`;

/** The finding is of all rows together. */
export const lengthBias: RuleCases = {
  rule: "length-bias",
  bad: [
    lined(
      () => of(100),
      () => of(50),
    ),
    lined(
      () => of(50),
      () => of(100),
    ),
    lined(
      (at) => of(100 + at),
      () => of(90),
    ),
    lined(
      (at) => of(at % 10 < 7 ? 101 : 99),
      () => of(100),
    ),
    lined(
      (at) => of(at % 10 < 3 ? 101 : 99),
      () => of(100),
    ),
    lined(
      (at) => of(at === 0 ? 20_000 : 50),
      () => of(50),
    ),
    lined(
      () => "长".repeat(90),
      () => "短".repeat(40),
    ),
    lined(
      () => of(130),
      () => of(100),
      30,
    ),
  ],
  good: [
    lined(
      () => of(100),
      () => of(100),
    ),
    lined(
      (at) => of(100 + (at % 2 ? 5 : -5)),
      () => of(100),
    ),
    lined(
      () => of(200),
      () => of(100),
      29,
    ),
    lined(
      (at) => (at < 29 ? of(200) : ""),
      () => of(100),
    ),
    lined(
      (at) => of(at % 10 < 6 ? 101 : 99),
      () => of(100),
    ),
    lined(
      (at) => ` ${of(100 + (at % 2))}${" ".repeat(80)}`,
      (at) => of(101 - (at % 2)),
    ),
    [first, first],
    lined(
      (at) => "长".repeat(60 + (at % 2)),
      (at) => "短".repeat(61 - (at % 2)),
    ),
  ],
};
