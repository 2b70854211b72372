import { describe, expect, it } from "vitest";
import { rules } from "../../../../src/pipeline/check/index.ts";
import { check, evaluationOf } from "../checkSupport.ts";
import { evaluated, leakage } from "./leakage.ts";
import * as ofPairs from "./pairs.ts";
import type { Case, RuleCases } from "./rows.ts";
import * as ofTraces from "./traces.ts";
import * as ofAll from "./whole.ts";

const all: readonly RuleCases[] = [
  ...Object.values(ofPairs),
  ...Object.values(ofTraces),
  ...Object.values(ofAll),
  leakage,
];

const evaluation = await evaluationOf("test.jsonl", evaluated);

async function isFlagged(rule: string, rows: Case, last: boolean): Promise<boolean> {
  const list = Array.isArray(rows) ? (rows as (object | string)[]) : [rows];
  const found = await check(list, { rules: [rule], evaluation });
  return found.some(({ row }) => !last || row === null || row === list.length - 1);
}

async function picked(rule: string, cases: readonly Case[], flagged: boolean): Promise<string[]> {
  const wrong: string[] = [];
  for (const [at, one] of cases.entries())
    if ((await isFlagged(rule, one, !flagged)) === flagged)
      wrong.push(`${at + 1}: ${(typeof one === "string" ? one : JSON.stringify(one)).slice(0, 300)}`);
  return wrong;
}

describe("Each rule, on rows written by hand", () => {
  it("has eight rows or more that it must flag, and eight near misses", () => {
    expect(all.map(({ rule }) => rule).sort()).toEqual(rules.map(({ name }) => name).sort());
    expect(all.filter(({ bad, good }) => bad.length < 8 || good.length < 8).map(({ rule }) => rule)).toEqual(
      [],
    );
  });

  it.each(all)(
    "$rule flags what it must, and nothing else",
    { timeout: 60_000 },
    async ({ rule, bad, good }) => {
      expect({ missed: await picked(rule, bad, false), falseAlarms: await picked(rule, good, true) }).toEqual(
        {
          missed: [],
          falseAlarms: [],
        },
      );
    },
  );
});
