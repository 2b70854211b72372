import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventQueue } from "../../../src/models/eventQueue.ts";
import { freeCores } from "../../../src/models/embedded/freeCores.ts";
import { RepeatedPrefill } from "../../../src/models/openai/prefill.ts";
import { InlineThinking } from "../../../src/models/openai/thinking.ts";
import { StopStrings } from "../../../src/models/stopStrings.ts";

/** A text cut into pieces of any lengths. */
const pieces = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.array(fc.nat(5), { maxLength: 40 })).map(([whole, lengths]) => {
    const cut: string[] = [];
    let at = 0;
    for (const length of lengths) {
      cut.push(whole.slice(at, at + length));
      at += length;
    }
    return [...cut, whole.slice(at)];
  });

const few = fc.string({ unit: fc.constantFrom("a", "b", "\n", "S"), maxLength: 30 });

describe("stop strings", () => {
  it("cut the text at the first one, however it is cut into pieces", () => {
    fc.assert(
      fc.property(
        pieces(few),
        fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 3 }), { maxLength: 3 }),
        (parts, stops) => {
          const filter = new StopStrings(stops);
          const got = parts.map((part) => filter.push(part)).join("") + filter.flush();
          const whole = parts.join("");
          const at = Math.min(
            whole.length,
            ...stops
              .filter((stop) => stop !== "")
              .map((stop) => whole.indexOf(stop))
              .filter((index) => index >= 0),
          );
          expect(got).toBe(whole.slice(0, at));
        },
      ),
    );
  });
});

describe("a begun answer that is repeated", () => {
  it.each([
    ["taken away", "Step 1:", ["Step", " 1: one"], " one"],
    ["taken away without the white space at its end", "Step 1: one\n", ["Step 1: one", "Step 2"], "Step 2"],
    ["kept where it only starts the same", "Step 1:", ["Step", " 2: two"], "Step 2: two"],
    ["kept where it is all there is, in part", "Step 1:", ["Ste"], "Ste"],
    ["nothing begun", "", [" a"], " a"],
  ])("%s", (_name, begun, parts, expected) => {
    const filter = new RepeatedPrefill(begun);
    expect(parts.map((part) => filter.push(part)).join("") + filter.flush()).toBe(expected);
  });
});

describe("a thought before the answer", () => {
  it("is left out, however it is cut into pieces", () => {
    fc.assert(
      fc.property(pieces(fc.constantFrom("<think>a < b</think>\n\n21", "\n<think></think>21")), (parts) => {
        const filter = new InlineThinking();
        expect(parts.map((part) => filter.push(part)).join("") + filter.flush()).toBe("21");
      }),
    );
  });

  it("is no answer where it doesn't end, and nothing else is taken for one", () => {
    fc.assert(
      fc.property(pieces(fc.constantFrom("<thin", "a <think>b</think>", "< 3", "")), (parts) => {
        const filter = new InlineThinking();
        expect(parts.map((part) => filter.push(part)).join("") + filter.flush()).toBe(parts.join(""));
      }),
    );
    const unfinished = new InlineThinking();
    expect(unfinished.push("<think>on and on") + unfinished.flush()).toBe("");
  });
});

describe("free cores", () => {
  const at = (busy: number, idle: number, own: number) => ({ busy, idle, own });
  it.each([
    ["nobody else computes", at(2000, 0, 2000), 2],
    ["another keeps one core busy", at(2000, 0, 1000), 1],
    ["others keep all busy", at(2000, 0, 0), 1],
    ["the machine idles", at(0, 2000, 0), 2],
    ["others do a little", at(1300, 700, 1000), 2],
    ["no time has passed", at(0, 0, 0), 2],
  ])("%s", (_name, after, expected) => {
    expect(freeCores(at(0, 0, 0), after, 2, 2)).toBe(expected);
  });
});

describe("an event queue", () => {
  it("gives all events in order, then ends or fails", async () => {
    const read = async (queue: EventQueue<number>) => {
      const got: number[] = [];
      for await (const event of queue) got.push(event);
      return got;
    };
    const ended = new EventQueue<number>();
    ended.push(1);
    setTimeout(() => {
      ended.push(2);
      ended.end();
      ended.push(3);
    });
    expect(await read(ended)).toEqual([1, 2]);
    const failed = new EventQueue<number>();
    failed.push(1);
    failed.fail(new Error("broke"));
    await expect(read(failed)).rejects.toThrow("broke");
  });
});
