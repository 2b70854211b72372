import { mathSpans } from "../../core/math.ts";
import { perRow, type Rule } from "./types.ts";

/** A step that begins inside a formula or code. */
export const midFormula: Rule = perRow(
  {
    name: "mid-formula",
    fixes: false,
    of: "traces",
    severity: "warning",
    title: "Step starts in the middle of a formula",
    help: "The text was cut inside math or code: the step can't be read or compared by itself. Use another splitter, or mend the steps.",
    example: '"steps": ["So \\[ a = 1", "\\] holds."]',
  },
  function* ({ row }) {
    for (const [index, trace] of row.traces.entries()) {
      const spans = mathSpans(trace.text);
      // Steps and formulas are both in order: neither is gone through again.
      let next = 0;
      const inside = trace.steps.flatMap(({ start }, step) => {
        while ((spans[next]?.end ?? Infinity) <= start) next++;
        const span = spans[next];
        return span === undefined || span.start >= start ? [] : [{ step, span }];
      });
      const [first] = inside;
      if (first === undefined) continue;
      const { step, span } = first;
      const formula = shortened(trace.text.slice(span.start, span.end).replace(/\s+/gu, " "));
      const others =
        ["", "", " So does a later one."][inside.length] ?? ` So do ${inside.length - 1} later ones.`;
      yield { trace: index, step, message: `Step ${step + 1} starts inside "${formula}".${others}` };
    }
  },
);

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
