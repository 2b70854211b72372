import { basename } from "node:path";
import type { Command } from "commander";
import { checkRows, rules, type CheckFinding } from "../../pipeline/check/index.ts";
import type { EvaluationProblem } from "../../pipeline/check/types.ts";
import type { DatasetSession, RowView } from "../../storage/types.ts";
import { allRows, useDataset, withDatasetOptions, type DatasetOptions } from "../dataset.ts";
import { checkCancelled, note, print, progress, UsageError, write, type Io } from "../io.ts";

interface Options extends DatasetOptions {
  readonly rule?: string[];
  readonly eval?: string[];
  readonly fix: boolean;
  readonly json: boolean;
}

/** Findings that a run holds; more are counted by rule alone, so that memory does not grow with a bad file. */
const heldFindings = 10_000;

interface Checked {
  readonly findings: readonly CheckFinding[];
  readonly counts: Readonly<Record<string, number>>;
  readonly fixed: number;
  readonly rows: number;
}

/** `stepdpo check`: what is broken or doubtful in a dataset. */
export function addCheck(program: Command, io: Io): void {
  withDatasetOptions(program.command("check <file>"))
    .description("what is broken or doubtful in a dataset, by row, with the name of each rule")
    .option("--rule <name...>", "only these rules")
    .option(
      "--eval <file...>",
      "evaluation sets whose problems must not be in the data (exact and near duplicates)",
    )
    .option("--fix", "apply the fixes that are safe, and save", false)
    .option("--json", "one JSON object on standard output", false)
    .addHelpText(
      "after",
      `\nRules:\n${rules.map(({ name, title }) => `  ${name.padEnd(20)} ${title}`).join("\n")}`,
    )
    .action(async (file: string, options: Options) => {
      const known = rules.map(({ name }) => name);
      const unknown = options.rule?.find((name) => !known.includes(name));
      if (unknown !== undefined)
        throw new UsageError(`--rule ${unknown}: there is no such rule. Take one of ${known.join(", ")}.`);
      const checked = await useDataset(io, file, options, (session) => check(io, session, options));
      await report(io, checked, options.json);
    });
}

async function check(io: Io, session: DatasetSession, options: Options): Promise<Checked> {
  const evaluation: EvaluationProblem[] = [];
  for (const file of options.eval ?? []) evaluation.push(...(await problemsOf(io, file, options)));
  const bar = progress(io);
  const findings: CheckFinding[] = [];
  const counts: Record<string, number> = {};
  const rows = shownRows(io, session, bar);
  for await (const finding of checkRows(rows, {
    evaluation,
    ...(options.rule === undefined ? {} : { rules: options.rule }),
  })) {
    counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
    if (findings.length < heldFindings) findings.push(finding);
  }
  bar.end();
  const fixed = options.fix ? await fix(io, session, findings) : 0;
  return { findings, counts, fixed, rows: session.info.rows };
}

async function* shownRows(
  io: Io,
  session: DatasetSession,
  bar: ReturnType<typeof progress>,
): AsyncGenerator<RowView> {
  for await (const view of allRows(session)) {
    checkCancelled(io);
    bar.update(`${view.index + 1} of ${session.info.rows} rows`);
    yield view;
  }
}

async function problemsOf(io: Io, file: string, options: DatasetOptions): Promise<EvaluationProblem[]> {
  return useDataset(io, file, options, async (session) => {
    const problems: EvaluationProblem[] = [];
    for await (const { row } of allRows(session))
      if (row !== null) problems.push({ set: basename(file), problem: row.problem });
    return problems;
  });
}

/** Applies the fixes, the last of a row first, so that none moves the place of another; returns how many. */
async function fix(io: Io, session: DatasetSession, findings: readonly CheckFinding[]): Promise<number> {
  let fixed = 0;
  for (const { row, rule, fix: found } of findings.toReversed()) {
    if (row === null || found === null) continue;
    if (!("changes" in found)) {
      note(io, `row ${row + 1}, ${rule}: "${found.title}" is to be done by hand.`);
      continue;
    }
    for (const change of found.changes) await session.apply(row, change);
    fixed += 1;
  }
  await session.save();
  return fixed;
}

async function report(io: Io, { findings, counts, fixed, rows }: Checked, json: boolean): Promise<void> {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (json) await print(io, true, { rows, counts, fixed, findings: findings.map(findingJson) }, () => "");
  else for (const finding of findings) await write(io, `${findingText(finding)}\n`);
  const byRule = Object.entries(counts)
    .map(([rule, count]) => `${rule} ${count}`)
    .join(", ");
  const more = total > findings.length ? ` (the first ${findings.length} are listed)` : "";
  note(
    io,
    `${rows} rows, ${total} findings${more}${byRule === "" ? "" : `: ${byRule}`}.${fixed > 0 ? ` ${fixed} fixed and saved.` : ""}`,
  );
}

function place(index: number | null): number | null {
  return index === null ? null : index + 1;
}

function findingJson({ rule, severity, row, line, trace, step, message, fix: found }: CheckFinding): object {
  return {
    rule,
    severity,
    row: place(row),
    line,
    trace: place(trace),
    step: place(step),
    message,
    fix: found?.title ?? null,
  };
}

function findingText({ rule, severity, row, trace, step, message }: CheckFinding): string {
  const at = [
    row === null ? "dataset" : `row ${row + 1}`,
    ...(trace === null ? [] : [`trace ${trace + 1}`]),
    ...(step === null ? [] : [`step ${step + 1}`]),
  ];
  return `${at.join(", ")}: ${severity} ${rule}: ${message}`;
}
