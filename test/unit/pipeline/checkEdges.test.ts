import { describe, expect, it } from "vitest";
import { check, fixed } from "./checkSupport.ts";
import { pair } from "./pairRow.ts";

const solved = (response: string): object => ({
  query: "What is the sum of 2 and 3 in this list?",
  response,
});

async function said(rule: string, ...rows: readonly object[]): Promise<string[]> {
  return (await check(rows, { rules: [rule] })).map(({ message }) => message);
}

describe("a pair's rules", () => {
  it("both-wrong: a false equation of the prefix is not the win's", async () => {
    const prefix = "Step 1: Each day brings 1+1 = 3 eggs.\nStep 2:";
    expect(await said("both-wrong", { ...pair, initial_reason_steps: prefix })).toEqual([]);
  });

  it("win-answer: a win that nothing follows need not have come to an answer, unless it says so", async () => {
    const halfway = " Each day brings 2 eggs, and there are 3 days.";
    const bare = { ...pair, chosen: halfway, full_chosen: halfway };
    expect(await said("win-answer", bare)).toEqual([]);
    const ends = " So the answer is 7.";
    expect(await said("win-answer", { ...pair, chosen: ends, full_chosen: ends })).toEqual([
      expect.stringContaining("ends in 7, gold is 6"),
    ]);
  });

  it("duplicate-pair: the same two steps after another prefix are another pair", async () => {
    const prefix = pair.initial_reason_steps.replace("Each day brings 2 eggs", "A hen is no cow");
    expect(await said("duplicate-pair", pair, { ...pair, initial_reason_steps: prefix })).toEqual([]);
    const other = { ...pair, prompt: "A cow gives 2 eggs. How many?" };
    expect(await said("duplicate-pair", pair, other, pair)).toEqual(["The same pair is in row 1."]);
  });
});

describe("length-bias", () => {
  const rows = (count: number, lengths: (k: number) => readonly [win: number, lose: number]): object[] =>
    Array.from({ length: count }, (_, k) => {
      const [win, lose] = lengths(k);
      return { ...pair, chosen: ` ${"w".repeat(win)}`, rejected: ` ${"l".repeat(lose)}` };
    });

  it("says nothing of fewer than 30 pairs", async () => {
    expect(await said("length-bias", ...rows(29, () => [90, 30]))).toEqual([]);
    expect(await said("length-bias", ...rows(30, () => [90, 30]))).toHaveLength(1);
  });

  it("sees wins that are mostly the longer, by however little", async () => {
    const found = await said("length-bias", ...rows(40, (k) => (k % 10 < 8 ? [51, 50] : [50, 54])));
    expect(found).toEqual([expect.stringContaining("the longer one in 80%")]);
    expect(await said("length-bias", ...rows(40, (k) => (k % 10 < 2 ? [54, 50] : [50, 51])))).toHaveLength(1);
  });

  it("sees few wins that are longer by far", async () => {
    expect(await said("length-bias", ...rows(40, (k) => (k % 2 === 0 ? [200, 50] : [49, 50])))).toHaveLength(
      1,
    );
  });

  it("says nothing where lengths vary alike, and counts no pair without a side", async () => {
    expect(await said("length-bias", ...rows(40, (k) => (k % 2 === 0 ? [55, 50] : [50, 55])))).toEqual([]);
    const half = rows(29, () => [90, 30]);
    expect(await said("length-bias", ...half, ...rows(20, () => [90, 0]))).toEqual([]);
  });
});

describe("a trace's rules", () => {
  it("cut-text: what goes on after its answer is not cut off; an open \\boxed is", async () => {
    const before = "We add the 2 and the 3 of the list and get 5.";
    expect(await said("cut-text", solved(`${before} The answer is \\boxed{5} and now we`))).toEqual([]);
    expect(await said("cut-text", solved(`${before} So it comes out as \\boxed{5`))).toHaveLength(1);
  });

  it("mid-formula: a step may begin with a formula", async () => {
    const steps = ["So we have", "\\[ a = 1 \\]", "$b$ is 2."];
    const row = { problem: "Work it out.", steps, final_answer_correct: true, label: -1 };
    expect(await said("mid-formula", row)).toEqual([]);
  });

  it("invisible-characters: joiners of scripts and emoji stay, marks that turn text round are told", async () => {
    expect(
      await said("invisible-characters", solved("👨\u200d👩\u200d👧 are 3. क्\u200dष می\u200cخواهم")),
    ).toEqual([]);
    const turned = solved("So \u202e5\u202c or \u2066 6.");
    expect(await said("invisible-characters", turned)).toEqual([
      expect.stringContaining("3 invisible or broken characters (U+202E, U+202C, U+2066)"),
    ]);
    const raw = JSON.stringify(turned);
    expect((await fixed(raw, ["invisible-characters"]))[0]).toBe(raw);
  });

  it("duplicate-problem: the same trace twice in a row is said of that row", async () => {
    const row = {
      question: "q",
      gt: "6",
      code: ["It is 6.", "It is 6."],
      pred: ["6", "6"],
      score: [true, true],
    };
    const found = await check([row], { rules: ["duplicate-problem"] });
    expect(found.map(({ trace, severity, message }) => [trace, severity, message])).toEqual([
      [1, "info", "The row has the same trace before."],
    ]);
  });
});
