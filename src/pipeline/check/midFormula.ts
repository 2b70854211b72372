import { mathSpans } from "../../core/math.ts";
import type { Trace } from "../../core/model.ts";
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
      const inside = trace.text.includes("$") || /\\[[(b]|```/u.test(trace.text) ? stepsInside(trace) : [];
      const [first] = inside;
      if (first === undefined) continue;
      const { step, formula } = first;
      const others =
        ["", "", " So does a later one."][inside.length] ?? ` So do ${inside.length - 1} later ones.`;
      yield {
        trace: index,
        step,
        message: `Step ${step + 1} starts inside "${shortened(formula.replace(/\s+/gu, " "))}".${others}`,
      };
    }
  },
);

interface Inside {
  readonly step: number;
  readonly formula: string;
}

function stepsInside({ text, steps }: Trace): Inside[] {
  const spans = mathSpans(text);
  // Steps and formulas are both in order: neither is gone through again.
  let next = 0;
  return steps.flatMap(({ start, text: own }, step) => {
    while ((spans[next]?.end ?? Infinity) <= start) next++;
    const span = spans[next];
    if (span !== undefined && span.start < start)
      return [{ step, formula: text.slice(span.start, span.end) }];
    const opened = unclosed(steps[step - 1]?.text ?? "");
    const closed = /^[^$\n]{0,200}?\S\$(?![\d\p{L}$])/u.exec(own);
    return opened === null || closed === null ? [] : [{ step, formula: `${opened}${closed[0]}` }];
  });
}

/** An inline formula that a step begins and does not end; "$" before a number is money. */
function unclosed(step: string): string | null {
  if (!step.includes("$")) return null;
  const after = step.slice(mathSpans(step).at(-1)?.end ?? 0);
  return /(?<![\\$])\$[A-Za-z\\({|][^$\n]{0,200}$/u.exec(after.trimEnd())?.[0] ?? null;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
