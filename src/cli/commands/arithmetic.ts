import type { Command } from "commander";
import { checkTrace, unreadSteps } from "../../answers/arithmetic/index.ts";
import { unreadText } from "../../pipeline/check/equations.ts";
import { allRows, datasetCommand, useDataset, type DatasetOptions } from "../dataset.ts";
import { checkCancelled, counted, note, print, progress, type Io } from "../io.ts";

interface Options extends DatasetOptions {
  readonly json: boolean;
}

/** A false equation by its place; everything counted from 1. */
interface Found {
  readonly row: number;
  readonly trace: number;
  readonly step: number;
  readonly equation: string;
  readonly expected: string;
  readonly first: boolean;
}

/** `stepdpo arithmetic`: false equations inside steps. */
export function addArithmetic(program: Command, io: Io): void {
  datasetCommand(program, "arithmetic")
    .description("false equations inside the steps of every trace")
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, options: Options) => {
      const { findings, traces } = await findAll(io, file, options);
      await print(io, options.json, { findings }, () => findings.map(line).join("\n"));
      const named = new Set(findings.map(({ row, trace }) => `${row}/${trace}`)).size;
      note(io, `${counted(findings.length, "false equation")} in ${named} of ${counted(traces, "trace")}.`);
    });
}

async function findAll(
  io: Io,
  file: string,
  options: Options,
): Promise<{ findings: Found[]; traces: number }> {
  const findings: Found[] = [];
  let traces = 0;
  const bar = progress(io);
  await useDataset(io, file, options, async (session) => {
    for await (const { index, row } of allRows(session)) {
      checkCancelled(io);
      bar.update(`${index + 1} of ${session.info.rows} rows, ${findings.length} false equations`);
      row?.traces.forEach((trace, t) => {
        traces += 1;
        const steps = trace.steps.map((step) => step.text);
        for (const { step, equation, expected, first } of checkTrace(steps, { problem: row.problem })) {
          findings.push({ row: index + 1, trace: t + 1, step: step + 1, equation, expected, first });
        }
        const unread = unreadSteps(steps);
        if (unread !== null) note(io, `Row ${index + 1}, trace ${t + 1}: ${unreadText(unread)}.`);
      });
    }
  });
  bar.end();
  return { findings, traces };
}

function line({ row, trace, step, equation, expected, first }: Found): string {
  return `row ${row}, trace ${trace}, step ${step}${first ? " (first)" : ""}: ${equation}   expected ${expected}`;
}
