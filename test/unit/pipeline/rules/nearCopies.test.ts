import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearColumns, NearIndex, nearKeys } from "../../../../src/pipeline/check/minHash.ts";

/** Share of the four-word runs of either text that both have, worked out plainly. */
function jaccard(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => {
    const words = text.split(" ");
    return new Set(words.slice(3).map((_, at) => words.slice(at, at + 4).join(" ")));
  });
  const same = [...left!].filter((run) => right!.has(run)).length;
  return same / (left!.size + right!.size - same);
}

/** The text with each word changed at this rate. */
function altered(words: readonly string[], rate: number, random: () => number): string {
  return words.map((word) => (random() < rate ? `other${Math.floor(random() * 1000)}` : word)).join(" ");
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const pause = () => Promise.resolve();

describe("Near copies", () => {
  it("are found as exact comparison finds them: 99% of those that share 60% of their four-word runs, and no others", async () => {
    const random = randomFrom(7);
    const texts = Array.from({ length: 600 }, (_, at) =>
      Array.from({ length: 12 + (at % 50) }, () => `w${Math.floor(random() * 3000)}`),
    );
    const index = new NearIndex(
      await nearColumns(
        texts.map((words) => nearKeys(words.join(" "))),
        pause,
      ),
    );
    let [copies, found] = [0, 0];
    for (const [at, words] of texts.entries()) {
      const copy = altered(words, [0.02, 0.05, 0.08, 0.12][at % 4]!, random);
      const exact = jaccard(words.join(" "), copy);
      const near = index.find(copy, 0.6);
      expect(near.every(({ text }) => text === at)).toBe(true);
      if (near.length > 0) expect(near[0]!.similarity).toBeCloseTo(exact, 10);
      if (exact < 0.6) expect(near).toEqual([]);
      else copies++;
      if (exact >= 0.6 && near.length > 0) found++;
    }
    expect(copies).toBeGreaterThan(200);
    expect(found / copies).toBeGreaterThan(0.99);
  });

  it("never find a text that has too few words, and always the text itself", async () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/u);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(word, { maxLength: 30 }), { maxLength: 10 }), async (texts) => {
        const all = texts.map((words) => words.join(" "));
        const index = new NearIndex(await nearColumns(all.map(nearKeys), pause));
        for (const [at, text] of all.entries()) {
          const found = index.find(text, 1).map((one) => one.text);
          if (texts[at]!.length < 8) expect(found).toEqual([]);
          else expect(found).toContain(at);
        }
      }),
    );
  });
});
