import fc from "fast-check";
import { expect, it } from "vitest";
import { answerRegion } from "../../../src/answers/extract/region.ts";

const thoughtEnds = [
  ...["</think>", "</thinking>", "</thought>", "</reasoning>"],
  ...["<|channel|>final<|message|>", "<|begin_of_solution|>"],
];
const thoughtStarts = ["<think>", "<thinking>", "<thought>", "<reasoning>"];
const turnEnds = [
  "<|im_end|>",
  "</s>",
  "<end_of_turn>",
  "<｜end▁of▁sentence｜>",
  "[/INST]",
  "\n### Question",
];
const others = ["so x < 5 ", "1 <2>", "Human", "\\boxed{4}", "[", "\n", "Q", " ", "<|"];
const text = fc
  .array(fc.constantFrom(...thoughtEnds, ...thoughtStarts, ...turnEnds, ...others), { maxLength: 12 })
  .map((parts) => parts.join(""));

it("lies after the last thought, and is unfinished where one has started since", () => {
  fc.assert(
    fc.property(text, (output) => {
      const ends = thoughtEnds.map((mark) => output.lastIndexOf(mark) + mark.length);
      const start = Math.max(0, ...ends.filter((end, k) => end >= (thoughtEnds[k] ?? "").length));
      const region = answerRegion(output);
      expect(region.start).toBe(start);
      expect(region.unfinished).toBe(thoughtStarts.some((mark) => output.includes(mark, start)));
    }),
  );
});

it("ends where the turn does, once something was said", () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...turnEnds), (output, end) => {
      const said = `so x < 5${end} ${output.replaceAll("</", "").replaceAll("<|", "")}`;
      expect(answerRegion(said)).toMatchObject({ start: 0, end: "so x < 5".length });
    }),
  );
});
