import { describe, expect, it } from "vitest";
import { check, evaluationOf } from "../checkSupport.ts";
import { defects, evaluated, publicPair, type PublicPair } from "./publicPairs.ts";

const kinds = Object.keys(defects);
/** As many as in the published set are empty: 1,177 of 10,795. */
const every = 9;

function rowsWith(count: number): { rows: PublicPair[]; seeded: Map<number, string> } {
  const rows: PublicPair[] = [];
  const seeded = new Map<number, string>();
  for (let at = 0; at < count; at++) {
    const sound = publicPair(at);
    const kind =
      at % every === 8
        ? "empty-side"
        : at % every === 4
          ? kinds[Math.floor(at / every) % kinds.length]!
          : null;
    if (kind !== null) seeded.set(at, kind);
    rows.push(kind === null ? sound : defects[kind]!(sound, rows.slice(0, 1)));
  }
  return { rows, seeded };
}

describe("Rows like the published pairs", () => {
  it(
    "are flagged where something is wrong with them, by the rule of that, and nowhere else",
    { timeout: 60_000 },
    async () => {
      const { rows, seeded } = rowsWith(900);
      const found = await check(rows, { evaluation: await evaluationOf("test.jsonl", [evaluated]) });
      const flagged = new Map<number, Set<string>>();
      for (const { row, rule } of found)
        if (row !== null) flagged.set(row, (flagged.get(row) ?? new Set()).add(rule));
      const missed = [...seeded].filter(([row, rule]) => flagged.get(row)?.has(rule) !== true);
      const sound = [...flagged].filter(([row]) => !seeded.has(row)).map(([row, names]) => [row, [...names]]);
      expect(seeded.size).toBeGreaterThan(190);
      expect({ missed, sound }).toEqual({ missed: [], sound: [] });
      const others = [...flagged].flatMap(([row, names]) =>
        [...names].filter((name) => name !== seeded.get(row)).map((name) => `${seeded.get(row)} as ${name}`),
      );
      expect([...new Set(others)].sort()).toEqual([]);
      expect(found.filter(({ row }) => row === null)).toEqual([]);
    },
  );
});
