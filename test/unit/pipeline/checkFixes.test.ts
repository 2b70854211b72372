import { describe, expect, it } from "vitest";
import { check, fixed } from "./checkSupport.ts";
import { pair as pairRow } from "./pairRow.ts";

const { dataset, ...rest } = pairRow;
const pair = { dataset, big: 1, ...rest };
const bare = {
  ...pair,
  chosen: pair.chosen.trimStart(),
  rejected: pair.rejected.trimStart(),
  full_chosen: pair.full_chosen.trimStart(),
  full_rejected: pair.full_rejected.trimStart(),
};
const marked = Object.fromEntries(
  ["chosen", "rejected", "full_chosen", "full_rejected"].map((key) => [
    key,
    `Step 2:${pair[key as keyof typeof pair]}`,
  ]),
);
const prefix = pair.initial_reason_steps;
/** The pair with full texts that hold its prefix too. */
const wholeOf = (start: string) => ({
  ...pair,
  initial_reason_steps: start,
  full_chosen: start + pair.full_chosen,
  full_rejected: start + pair.full_rejected,
});
const whole = wholeOf(prefix);
const sideBegin = { chosen: bare.chosen, full_chosen: prefix + bare.full_chosen };
const unmarked = {
  prompt: "Add.",
  initial_reason_steps: "Step 1: A\n",
  chosen: "Step 2: C",
  rejected: "",
  full_rejected: "Step 1: A\nStep 2: B\nStep 3: D",
};

/** Rule, the row as it is, the row as it is to be. */
const cases: readonly (readonly [string, string, object, object])[] = [
  ["empty-side", "first step of the rest", { ...pair, rejected: "" }, pair],
  ["empty-side", "full text with its prefix", { ...whole, rejected: "" }, whole],
  [
    "empty-side",
    "prefix that ends in a whole step",
    { ...unmarked, rejected: "" },
    { ...unmarked, rejected: "Step 2: B" },
  ],
  ["prefix-end", "trimmed", { ...pair, initial_reason_steps: `${prefix}  ` }, pair],
  ["prefix-end", "space moved", { ...bare, initial_reason_steps: `${prefix} ` }, pair],
  ["prefix-end", "marker moved", { ...pair, ...marked, initial_reason_steps: prefix.slice(0, -7) }, pair],
  ["prefix-end", "marker added", { ...pair, initial_reason_steps: prefix.slice(0, -8) }, pair],
  ["side-space", "begin", { ...pair, chosen: bare.chosen, full_chosen: bare.full_chosen }, pair],
  ["prefix-end", "full texts with their prefix", { ...wholeOf(`${prefix}  `) }, whole],
  ["side-space", "full texts with their prefix", { ...whole, ...sideBegin }, whole],
  ["side-space", "end", { ...pair, chosen: `${pair.chosen}\n` }, pair],
  [
    "side-space",
    "no prefix",
    { prompt: "Add.", chosen: " 4", rejected: "5" },
    { prompt: "Add.", chosen: "4", rejected: "5" },
  ],
  ["invisible-characters", "problem", { ...pair, prompt: `A\u200b${pair.prompt.slice(1)}` }, pair],
  [
    "invisible-characters",
    "sides",
    { ...pair, chosen: `${pair.chosen}\u200b`, full_chosen: pair.full_chosen.replace("6.", "6.\u200b") },
    pair,
  ],
  [
    "invisible-characters",
    "steps",
    { query: "Add.", response: "So\u200b 5.\nThe \u00adanswer is 5" },
    { query: "Add.", response: "So 5.\nThe answer is 5" },
  ],
];

describe("fixes", () => {
  it.each(cases)("of %s (%s) leave nothing to find and the rest as it was", async (rule, _, row, to) => {
    // Spacing of its own, and a number that no double holds.
    const written = (value: object): string =>
      JSON.stringify(value).replace('"big":1', '"big" :  123456789012345678901');
    const [now, refused] = await fixed(written(row), [rule]);
    expect(refused).toEqual([]);
    expect(now).toBe(written(to));
    expect(await check([now], { rules: [rule] })).toEqual([]);
  });

  it("of labels after the first error keep who labelled the rest", async () => {
    const raw = JSON.stringify({ prompt: "p", completions: ["a", "b", "c"], labels: [true, false, true] });
    const [now] = await fixed(raw, ["labels-after-error"]);
    expect(await check([now], { rules: ["labels-after-error"] })).toEqual([]);
    expect(JSON.parse(now)).toMatchObject({
      labels: [true, false, true],
      step_dpo: { labels: [{ label: null }] },
    });
  });

  it("of several rules on one row build on one another", async () => {
    const row = {
      ...bare,
      initial_reason_steps: `${prefix} `,
      chosen: `${bare.chosen}\u200b`,
      prompt: `\ufeff${pair.prompt}`,
    };
    const [now, refused] = await fixed(JSON.stringify(row));
    expect(refused).toEqual([]);
    expect(JSON.parse(now)).toEqual(pair);
  });

  it("move the labels that are anchored in a text along with it", async () => {
    const at = (start: number, end: number) => ({
      version: 1,
      labels: [{ trace: 1, start, end, label: "correct" as const }],
    });
    const row = {
      ...pair,
      initial_reason_steps: `${prefix} `,
      step_dpo: at(prefix.length + 2, prefix.length + 28),
    };
    const [now] = await fixed(JSON.stringify(row), ["prefix-end"]);
    expect(JSON.parse(now)).toEqual({ ...pair, step_dpo: at(prefix.length + 1, prefix.length + 27) });
  });

  it("are not offered where they could make it worse", async () => {
    const doubtful = [
      // The sentence goes on: text is missing.
      { ...pair, initial_reason_steps: "Let's think step by step.\nStep 1: Each day brings" },
      // The author's numbers don't count on.
      { ...pair, initial_reason_steps: "Step 4: Each day brings 2 eggs.\n" },
      // One side has the marker.
      { ...pair, chosen: `Step 2:${pair.chosen}`, initial_reason_steps: prefix.slice(0, -7) },
    ];
    const found = await check(doubtful, { rules: ["prefix-end"] });
    expect(found.map(({ row, fix }) => [row, fix])).toEqual([
      [0, null],
      [1, null],
      [2, null],
    ]);
  });
});
