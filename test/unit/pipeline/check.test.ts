import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../../../src/pipeline/check/index.ts";
import { check, evaluationOf } from "./checkSupport.ts";
import { pair } from "./pairRow.ts";

const steps = {
  problem: "Work it out.",
  steps: ["So \\[ a = 1", "\\] is it.", "The answer is \\boxed{1}."],
  final_answer_correct: true,
  label: -1,
};
const solved = (response: string): object => ({
  query: "What is the sum of the numbers 2 and 3 in this list?",
  response,
});

/** Rule, what it says (null: nothing), the row. */
const cases: readonly (readonly [string, RegExp | null, object | string])[] = [
  ["unreadable-row", /^this is not JSON/u, "not json"],
  ["empty-side", /lose of the pair at step 2 is empty/u, { ...pair, rejected: "" }],
  ["empty-side", /win of the pair at step 2 is empty/u, { ...pair, chosen: " " }],
  ["empty-side", null, pair],
  [
    "both-wrong",
    /says "2\*3 = 7", which should be 6/u,
    { ...pair, chosen: " In 3 days that is 2*3 = 7.", full_chosen: "" },
  ],
  [
    "both-wrong",
    /labelled incorrect/u,
    { ...pair, step_dpo: { version: 1, labels: [{ trace: 1, start: 58, end: 92, label: "incorrect" }] } },
  ],
  ["both-wrong", null, pair],
  [
    "win-answer",
    /ends in 7, gold is 6/u,
    { ...pair, full_chosen: `${pair.chosen}\nStep 3: The answer is 7.` },
  ],
  ["win-answer", null, pair],
  ["win-answer", null, { ...pair, full_chosen: pair.chosen }],
  ["same-pair", /are the same/u, { ...pair, rejected: "in 3 days that is $2 * 3 = 6$" }],
  [
    "same-pair",
    /differ in a few words/u,
    {
      ...pair,
      chosen: " After all of the three days that the hen has had, we count 6 eggs in total.",
      rejected: " After all of the three days that the hen has had, we count 6 eggs in sum.",
    },
  ],
  [
    "same-pair",
    null,
    {
      ...pair,
      chosen: " If a person packs this many boxes of jars each day of the week, then David packs half.",
      rejected: " If a person packs this many boxes of jars each day of the week, then Raymond packs half.",
    },
  ],
  ["same-pair", null, pair],
  [
    "prefix-end",
    /white space after "Step 2:"/u,
    { ...pair, initial_reason_steps: `${pair.initial_reason_steps} ` },
  ],
  [
    "prefix-end",
    /does not end in "Step 2:"/u,
    { ...pair, initial_reason_steps: "Step 1: Each day brings 2 eggs." },
  ],
  [
    "prefix-end",
    /ends in Step 5, but has 2/u,
    { ...pair, initial_reason_steps: "Step 1: Each day brings 2 eggs.\nStep 5:" },
  ],
  ["prefix-end", null, { prompt: "Add.", chosen: "4", rejected: "5" }],
  ["prefix-end", null, pair],
  [
    "prefix-end",
    null,
    { instruction: "Add.", prefix: "We have 2.\n", output: "So 3.", gt_output: "", answer: "4" },
  ],
  [
    "side-space",
    /begin with different white space: " In 3 days th" and "In 3 days th"/u,
    { ...pair, rejected: pair.rejected.trimStart() },
  ],
  ["side-space", /end with different white space/u, { ...pair, rejected: `${pair.rejected}\n` }],
  ["side-space", null, pair],
  ["side-space", null, { ...pair, rejected: "" }],
  [
    "label-count",
    /"completions" has 2 entries, "labels" has 1/u,
    { prompt: "p", completions: ["a", "b"], labels: [true] },
  ],
  ["label-count", null, { prompt: "p", completions: ["a", "b"], labels: [true, false] }],
  [
    "labels-after-error",
    /Step 3 is labelled correct, after the first error at step 2/u,
    { prompt: "p", completions: ["a", "b", "c"], labels: [true, false, true] },
  ],
  ["labels-after-error", null, { prompt: "p", completions: ["a", "b", "c"], labels: [true, false, false] }],
  [
    "outcome-not-gold",
    /file says wrong; the final answer 6 and gold 6 are equal/u,
    { question: "q", gt: "6", code: ["The answer is 6."], pred: ["6"], score: [false] },
  ],
  [
    "outcome-not-gold",
    null,
    { question: "q", gt: "6", code: ["The answer is 6."], pred: ["6"], score: [true] },
  ],
  ["cut-text", null, solved("Yes")],
  ["cut-text", null, solved("That is a good thing to know! 👏🏽")],
  ["cut-text", null, solved("All in all I am sure by 90%")],
  [
    "wrong-language",
    null,
    {
      query: "Translate this into Spanish: the sum of the numbers is in the list that we have.",
      response: "La suma de los números que tenemos está en la lista para cada uno por el orden.",
    },
  ],
  ["cut-text", /ends in mid-sentence/u, solved("First we take the 2 and the 3, then we")],
  ["cut-text", /ends inside a formula/u, { ...pair, rejected: " So \\( 2 + " }],
  [
    "cut-text",
    /token limit/u,
    {
      custom_id: "a",
      response: { status_code: 200, body: { choices: [{ text: "So.", finish_reason: "length" }] } },
      error: null,
    },
  ],
  ["cut-text", null, solved("First we take the 2 and the 3.\nThe answer is 5")],
  ["mid-formula", /Step 2 starts inside/u, steps],
  [
    "mid-formula",
    /Step 2 starts inside "\\\[ a \+ b \+ c \\\]"\. So does a later one\.$/u,
    { ...steps, steps: ["So \\[ a +", "b +", "c \\] it is."] },
  ],
  ["mid-formula", null, { ...steps, steps: ["So \\[ a = 1 \\]", "The answer is \\boxed{1}."] }],
  [
    "invisible-characters",
    /Step 1 holds 2 invisible or broken characters \(U\+200B, U\+FFFD\)/u,
    solved("So\u200b 5\ufffd."),
  ],
  ["invisible-characters", null, solved("So 5.")],
  [
    "wrong-language",
    /Step 2 is in Chinese, the problem in English/u,
    solved("So we add them.\n所以这个问题的答案是五，因为二加三等于五。"),
  ],
  ["wrong-language", null, solved("So we add them.\nΣ α β γ δ ε ζ η θ ι κ λ is the name of the sum.")],
];

describe("rules", () => {
  it.each(cases)("%s says %s", async (rule, message, row) => {
    const found = await check([row], { rules: [rule] });
    if (message === null) expect(found).toEqual([]);
    else {
      expect(found).toHaveLength(1);
      expect(found[0]!.message).toMatch(message);
      expect(found[0]).toMatchObject({ rule, row: 0, line: 1 });
    }
  });

  it("are each tested, named once, and say why", () => {
    const tested = new Set([
      ...cases.map(([rule]) => rule),
      "duplicate-problem",
      "duplicate-pair",
      "leakage",
      "length-bias",
      "long-row",
    ]);
    expect(rules.map((rule) => rule.name).sort()).toEqual([...tested].sort());
    for (const rule of rules) expect(rule.help.length).toBeGreaterThan(60);
  });

  it("are each in the README, with a fix where they have one", () => {
    const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
    const rows = [...readme.matchAll(/^\| `([a-z-]+)` +\|[^|]*\| *([^|]*?) *\|$/gmu)];
    expect(rows.map(([, name]) => name)).toEqual(rules.map(({ name }) => name));
    for (const [, name, fix] of rows) {
      const has = fix !== "" && fix !== "`--drop`";
      expect([name, has]).toEqual([name, rules.find((rule) => rule.name === name)?.fixes !== false]);
    }
  });

  it("say nothing of a good pair", async () => {
    expect(await check([pair])).toEqual([]);
  });

  it("refuse a name that is none", async () => {
    await expect(check([pair], { rules: ["nonsense"] })).rejects.toThrow(/"nonsense" is no rule/u);
  });
});

describe("over a whole dataset", () => {
  it("duplicates name the row that was first", async () => {
    const again = { ...pair, prompt: `${pair.prompt} `, chosen: " in 3 days  that is 2*3 = 6" };
    const found = await check([pair, { ...pair, rejected: " other 1" }, again], {
      rules: ["duplicate-pair", "duplicate-problem"],
    });
    expect(found.map((one) => [one.rule, one.row, one.message])).toEqual([
      ["duplicate-pair", 2, "The same pair is in row 1."],
    ]);
    const problems = [
      { problem: "Find $x$.", answer: "1" },
      { problem: "Find  \\(x\\)", answer: "1" },
    ];
    expect((await check(problems)).map((one) => one.message)).toEqual(["The same problem is in row 1."]);
    const traces = [solved("a b\nc"), solved("a b\n c."), solved("other")];
    expect((await check(traces, { rules: ["duplicate-problem"] })).map((one) => one.message)).toEqual([
      "The same trace of the same problem is in row 1.",
    ]);
  });

  it("leakage is found exactly and nearly", async () => {
    const problem =
      "Mara packs four boxes with six jars each and then gives away five of the jars to her friend. How many jars does she have left in the boxes after that?";
    const evaluation = await evaluationOf("own test", [problem]);
    const rows = [
      { problem: `${problem.toUpperCase()}!`, answer: "19" },
      { problem: problem.replace("Mara", "Lena"), answer: "19" },
      {
        problem:
          "Lena packs nine crates with two lamps each and keeps one lamp. How many lamps are in the crates then?",
        answer: "17",
      },
    ];
    const found = await check(rows, { evaluation, rules: ["leakage"] });
    expect(found.map((one) => [one.row, one.severity])).toEqual([
      [0, "error"],
      [1, "warning"],
    ]);
    expect(found[1]!.message).toMatch(/nearly one of own test \(\d\d% of four-word runs\)/u);
  });

  it("length bias is told once, of many pairs", async () => {
    const rows = Array.from({ length: 40 }, (_, k) => ({
      ...pair,
      chosen: ` ${"long words ".repeat(9)}${k}`,
      rejected: ` short ${k}`,
    }));
    const found = await check(rows, { rules: ["length-bias"] });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ row: null, rule: "length-bias" });
    expect(found[0]!.message).toMatch(/the win is the longer one in 100%/u);
    expect(
      await check(
        rows.map((row) => ({ ...row, chosen: row.rejected })),
        { rules: ["length-bias"] },
      ),
    ).toEqual([]);
  });

  it("a row of endless text is checked in part, and that is said", async () => {
    const long = { ...pair, chosen: " a ".repeat(700_000), rejected: "" };
    const found = await check([long, pair]);
    expect(found.map(({ row, rule }) => [row, rule])).toEqual([
      [0, "long-row"],
      [0, "empty-side"],
    ]);
    expect(found[0]!.message).toMatch(
      /in part: its texts have 2\.1 million .* Only empty-side, .* looked at/u,
    );
    expect((await check([long], { rules: ["same-pair"] })).map(({ message }) => message)).toEqual([
      expect.stringMatching(/No rule looked at it/u),
    ]);
    expect(await check([long], { rules: ["label-count"] })).toEqual([]);
    expect((await check([long], { rules: ["long-row"] })).map(({ whole }) => whole)).toEqual([true]);
  });

  it.each(["\\[", "\\boxed{", "#", "! ", "$a$\n", "🙂", "\u200b"])(
    "ends soon on a text full of %j",
    async (unit) => {
      const text = `${unit.repeat(100_000)}x`;
      const found = await check([solved(text), { ...pair, chosen: text, rejected: `${text} y` }]);
      expect(found.map(({ rule }) => rule)).not.toContain("long-row");
    },
    30_000,
  );
});

describe("false equations", () => {
  it("are told with the steps that were not looked at", async () => {
    const long = `${"word ".repeat(45_000)} 2 + 2 = 5`;
    const found = await check([{ ...steps, steps: ["1 + 1 = 3", long] }], { equations: true });
    const told = found.filter(({ rule }) => rule === "false-equation");
    expect(told.map(({ step, severity, message }) => [step, severity, message])).toEqual([
      [0, "warning", "1 + 1 = 3 is false: expected 2."],
      [1, "info", "1 step was not looked at for false equations, step 2: too much text."],
    ]);
  });
});
