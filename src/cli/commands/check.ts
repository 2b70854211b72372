import { basename, resolve } from "node:path";
import { Option, type Command } from "commander";
import { addProblems, DatasetRules } from "../../pipeline/check/checkDataset.ts";
import {
  Drops,
  EvaluationBuilder,
  folded,
  isNoFormat,
  rules,
  type CheckFinding,
  type EvaluationSet,
} from "../../pipeline/check/index.ts";
import { isSmall, sameThread, type Looker } from "../../pipeline/check/jobs.ts";
import { CheckThreads, threadsToUse } from "../../pipeline/check/threads.ts";
import type { DatasetSession } from "../../storage/types.ts";
import { dropRows, dropTargets, type Dropped, type DropOptions } from "../dropRows.ts";
import { datasetCommand, editDataset, useDataset, type DatasetOptions } from "../dataset.ts";
import { findingJson, findingText } from "../describeFinding.ts";
import { ruleJson, ruleLine, ruleText } from "../findingRules.ts";
import { fixRows, type FixCount } from "../fixRows.ts";
import { CancelledError, counted, note, print, progress, UsageError, write, type Io } from "../io.ts";
import { sarifOf } from "../sarif.ts";

interface Options extends DatasetOptions, DropOptions {
  readonly rule?: string[];
  readonly against?: string[];
  readonly fix: boolean;
  readonly json: boolean;
  readonly rules: boolean;
  readonly format?: Output;
  readonly failOn?: CheckFinding["severity"];
}

const outputs = ["text", "json", "sarif"] as const;
type Output = (typeof outputs)[number];
const severities = ["error", "warning", "info"] as const;

/** Findings that a run holds; more are counted by rule alone, so that memory does not grow with a bad file. */
const heldFindings = 10_000;

interface Checked {
  readonly findings: readonly CheckFinding[];
  readonly counts: Readonly<Record<string, number>>;
  /** Findings as bad as `--fail-on` says that are not to be fixed. */
  readonly bad: number;
  readonly fixed: FixCount | null;
  readonly dropped: Dropped | null;
  readonly rows: number;
}

/** The file and program that a report is of. */
interface Named {
  readonly path: string;
  readonly version: string;
}

/** `stepdpo check`: what is broken or doubtful in a dataset. */
export function addCheck(program: Command, io: Io): void {
  datasetCommand(program, "check", "[file]")
    .description("what is broken or doubtful in a dataset, by row, with the name of each rule")
    .option("--rule <name...>", "only these rules", (names, before: string[] | undefined) => [
      ...(before ?? []),
      ...names.split(","),
    ])
    .option(
      "--against <file...>",
      "evaluation sets whose problems must not be in the data (exact and near duplicates)",
    )
    .option("--fix", "apply the fixes that lose nothing, and save", false)
    .option(
      "--drop <rules>",
      "write a copy without the rows that these rules (comma-separated) find fault with; of duplicates the first stays",
      (names) => names.split(","),
    )
    .option("--out <file>", "the copy that --drop writes: .jsonl, .ndjson, or .json for one array")
    .option("--dropped <file>", "keep the rows that were left out in this file")
    .option("--force", "write over --out and --dropped where they exist", false)
    .option(
      "--rules",
      "list the rules: what each finds, why that matters, an example, and what mends it",
      false,
    )
    .addOption(
      new Option(
        "--format <how>",
        "what goes to standard output; sarif is what code hosts show beside lines",
      ).choices(outputs),
    )
    .addOption(
      new Option(
        "--fail-on <severity>",
        "end with exit code 1 where something this bad, or worse, is left",
      ).choices(severities),
    )
    .option("--json", "the same as --format json: one JSON object", false)
    .addHelpText(
      "after",
      `\nRules (* has a fix, + has one that --fix applies where --rule names it):\n${rules.map(ruleLine).join("\n")}\n\nFindings alone are no failure: the exit code is 0 unless --fail-on is given. It is 1 where the check failed, 2 where it was called\nwrongly, 130 where it was cancelled.`,
    )
    .action(async (file: string | undefined, options: Options) => {
      if (options.rules) {
        await print(io, asked(options) === "json", { rules: rules.map(ruleJson) }, () =>
          rules.map(ruleText).join("\n"),
        );
        return;
      }
      if (file === undefined) throw new UsageError(whereFile(options));
      if (options.json && options.format !== undefined && options.format !== "json")
        throw new UsageError(`Give --json or --format ${options.format}, not both.`);
      for (const name of options.rule ?? []) checkName("--rule", name);
      for (const name of options.drop ?? []) checkName("--drop", name);
      if (options.drop?.includes("leakage") === true && options.against === undefined)
        throw new UsageError("--drop leakage: name the evaluation sets with --against.");
      if (options.drop !== undefined && options.fix)
        throw new UsageError(
          "--fix changes the dataset, --drop writes a copy: run them one after the other.",
        );
      await dropTargets(io, file, options);
      const use = options.fix ? editDataset : useDataset;
      const checked = await use(io, file, options, (session) => check(io, session, options));
      await report(
        io,
        { ...checked, path: resolve(io.cwd, file), version: program.version() ?? "" },
        options,
      );
      failOn(checked, options);
    });
}

/** Why no file was named: an option that takes several names takes all that follows it. */
function whereFile({ rule, against }: Options): string {
  if (rule === undefined && against === undefined)
    return "Name the file to check, or list the rules with --rules.";
  return `Name the file to check before ${rule === undefined ? "--against" : "--rule"}, which takes all names that follow it.`;
}

function checkName(option: string, name: string): void {
  const known = rules.filter(({ of }) => option === "--rule" || of !== "dataset").map((rule) => rule.name);
  if (!known.includes(name))
    throw new UsageError(`${option} ${name}: there is no such rule. Take one of ${known.join(", ")}.`);
}

async function check(io: Io, session: DatasetSession, options: Options): Promise<Checked> {
  await session.whenIndexed();
  const looker = isSmall(session.info) ? sameThread() : new CheckThreads(threadsToUse(0), null);
  try {
    return await checkWith(io, session, looker, options);
  } finally {
    await looker.close();
  }
}

async function evaluationSets(io: Io, looker: Looker, options: Options): Promise<EvaluationSet> {
  const builder = new EvaluationBuilder();
  // A field mapping is the checked file's alone.
  const { splitter } = options;
  for (const file of options.against ?? [])
    await useDataset(io, file, { splitter }, (one) =>
      addProblems(builder, basename(file), one, looker, { signal: io.signal }),
    );
  return builder.build();
}

async function checkWith(
  io: Io,
  session: DatasetSession,
  looker: Looker,
  options: Options,
): Promise<Checked> {
  const drops = new Drops(options.drop ?? []);
  const fixable = new Map<number, string[]>();
  const unasked = new Set(rules.filter(({ fixes }) => fixes === "asked").map(({ name }) => name));
  for (const name of options.rule ?? []) unasked.delete(name);
  const findings: CheckFinding[] = [];
  const counts: Record<string, number> = {};
  let [bad, noFormat] = [0, 0];
  for await (const finding of found(io, session, looker, options)) {
    counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
    if (findings.length < heldFindings) findings.push(finding);
    if (isNoFormat(finding)) noFormat++;
    drops.add(finding);
    const { row, rule, fix, severity } = finding;
    if (options.fix && fix !== null && row !== null && !unasked.has(rule))
      fixable.set(row, [...(fixable.get(row) ?? []), rule]);
    else if (severities.indexOf(severity) <= severities.indexOf(options.failOn ?? severity)) bad++;
  }
  return {
    ...{ findings: folded(findings, noFormat), counts, bad, rows: session.info.rows },
    fixed: options.fix ? await fixRows(io, session, fixable) : null,
    dropped: options.drop === undefined ? null : await dropRows(io, session, drops, options),
  };
}

/** What is found, with the progress of the check. @throws CancelledError */
async function* found(
  io: Io,
  session: DatasetSession,
  looker: Looker,
  options: Options,
): AsyncGenerator<CheckFinding> {
  const bar = progress(io);
  const names =
    options.rule === undefined ? {} : { rules: [...new Set([...options.rule, ...(options.drop ?? [])])] };
  try {
    const evaluation = await evaluationSets(io, looker, options);
    yield* new DatasetRules(session, looker, { evaluation, ...names }).all({
      signal: io.signal,
      progress: (rows) => bar.update(`${rows} of ${session.info.rows} rows`),
    });
  } catch (error) {
    throw io.signal.aborted ? new CancelledError() : error;
  } finally {
    bar.end();
  }
}

function asked({ format, json }: Options): Output {
  return format ?? (json ? "json" : "text");
}

async function report(io: Io, checked: Checked & Named, options: Options): Promise<void> {
  const { findings, counts, fixed, dropped, rows } = checked;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rest = { ...(fixed === null ? {} : { fixed }), ...(dropped === null ? {} : { dropped }) };
  const output = asked(options);
  if (output === "text") for (const finding of findings) await write(io, `${findingText(finding)}\n`);
  else if (output === "sarif") await print(io, true, sarifOf({ ...checked, cwd: io.cwd }), () => "");
  else await print(io, true, { rows, counts, ...rest, findings: findings.map(findingJson) }, () => "");
  const byRule = listed(counts);
  const more = total > heldFindings ? ` (the first ${heldFindings} are listed)` : "";
  note(
    io,
    `${counted(rows, "row")}, ${counted(total, "finding")}${more}${byRule === "" ? "" : `: ${byRule}`}.`,
  );
  if (fixed !== null)
    note(
      io,
      `${fixed.fixed} fixed and saved${fixed.refused > 0 ? `, ${fixed.refused} could not be fixed` : ""}.`,
    );
  if (dropped !== null) note(io, droppedText(dropped, rows, options.out ?? ""));
}

/** @throws Error where something is left that is bad enough */
function failOn({ bad, fixed }: Checked, { failOn: severity }: Options): void {
  const left = bad + (fixed?.refused ?? 0);
  if (severity !== undefined && left > 0)
    throw new Error(
      `${left} ${left === 1 ? "finding is" : "findings are"} as bad as --fail-on ${severity}, or worse.`,
    );
}

function droppedText({ rows, byRule, partial }: Dropped, of: number, out: string): string {
  const left = `${of - rows} of ${of} rows written to ${out}; ${rows} left out${rows > 0 ? ` (${listed(byRule)})` : ""}.`;
  return partial === 0
    ? left
    : `${left} ${partial} rows stay: only some of their traces or pairs were found fault with.`;
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([rule, count]) => `${rule} ${count}`)
    .join(", ");
}
