import { firstError, type Row, type Trace } from "../core/model.ts";

/** A row as `--json` prints it: rows and steps counted from 1, texts without their trailing separator. */
export function rowJson(number: number, row: Row): object {
  return {
    row: number,
    problem: row.problem,
    gold: row.gold,
    traces: row.traces.map((trace, index) => ({
      trace: index + 1,
      name: trace.name,
      outcome: trace.outcome,
      answer: trace.answer,
      firstError: oneBased(firstError(trace)),
      steps: trace.steps.map((step, k) => ({
        step: k + 1,
        text: step.text.trimEnd(),
        label: step.label ?? "none",
        value: step.value,
      })),
    })),
    pairs: row.pairs.map((pair) => ({ ...pair, trace: oneBased(pair.trace), step: pair.step + 1 })),
    meta: Object.fromEntries(row.meta.map(({ name, value }) => [name, value])),
  };
}

function oneBased(index: number | null): number | null {
  return index === null ? null : index + 1;
}

/** A row as text for a terminal. */
export function rowText(number: number, row: Row): string {
  const lines = [`Row ${number}`, indent(row.problem, "  ")];
  if (row.gold.answer !== null) lines.push(`  gold: ${row.gold.answer}`);
  // A trace may have more steps than a call takes arguments.
  for (const [index, trace] of row.traces.entries())
    for (const line of traceText(trace, index)) lines.push(line);
  for (const pair of row.pairs) {
    lines.push(
      `  pair at step ${pair.step + 1}`,
      indent(`lose: ${pair.lose ?? "(none)"}`, "    "),
      indent(`win:  ${pair.win ?? "(none)"}`, "    "),
    );
  }
  return lines.join("\n");
}

function traceText(trace: Trace, index: number): string[] {
  const name = trace.name === "" ? "" : ` ${trace.name}`;
  const lines = [`  Trace ${index + 1}${name} (${trace.outcome})`];
  trace.steps.forEach((step, k) => {
    const mark = step.label === null ? " " : { correct: "+", neutral: "0", incorrect: "-" }[step.label];
    lines.push(
      indent(step.text.trimEnd(), "      ").replace(
        /^ {6}/u,
        `  ${mark} ${String(k + 1).padStart(2)}  `.slice(0, 8),
      ),
    );
  });
  return lines;
}

function indent(text: string, by: string): string {
  return text.replaceAll("\r\n", "\n").replace(/^/gmu, by);
}
