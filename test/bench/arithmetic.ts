/**
 * The arithmetic check against people's first-error labels and against solutions known to be right, and its speed.
 *
 *   node test/bench/arithmetic.ts            the tables
 *   node test/bench/arithmetic.ts --list     and every alarm in a trace without a labelled error or before it, and every miss
 *
 * Reads ../shared/data; a file that is absent is skipped, which is said.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Finding, checkTrace } from "../../src/answers/arithmetic/index.ts";

/** A trace with what is known of it. */
interface Labelled {
  readonly id: string;
  readonly problem: string;
  readonly steps: readonly string[];
  /** Index of the first wrong step as people marked it, null where they found none. */
  readonly firstError: number | null;
}

type Json = Readonly<Record<string, unknown>>;

const data = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const listing = process.argv.includes("--list");

function read(file: string): string | null {
  const path = data + file;
  if (existsSync(path)) return readFileSync(path, "utf8");
  console.log(`skipped: ${file} is absent`);
  return null;
}

const lines = (text: string): Json[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Json);

function bigBench(): Labelled[] {
  const text = read("big-bench-mistake/multistep_arithmetic.jsonl");
  return lines(text ?? "").map((row, index) => ({
    id: String(index),
    problem: row["input"] as string,
    steps: row["steps"] as string[],
    firstError: row["mistake_index"] as number | null,
  }));
}

function processBench(file: string): Labelled[] {
  const text = read(file);
  if (text === null) return [];
  return (JSON.parse(text) as Json[]).map((row) => ({
    id: row["id"] as string,
    problem: row["problem"] as string,
    steps: row["steps"] as string[],
    firstError: row["label"] === -1 ? null : (row["label"] as number),
  }));
}

/** Counts over one labelled file. Steps are counted once, however many false equations they have. */
function againstLabels(traces: readonly Labelled[]) {
  const count = {
    traces: traces.length,
    wrong: 0,
    exact: 0,
    named: 0,
    atOrAfter: 0,
    before: 0,
    inClean: 0,
    cleanTraces: 0,
  };
  for (const trace of traces) {
    const findings = checkTrace(trace.steps, { problem: trace.problem });
    const first = findings.find((finding) => finding.first)?.step ?? null;
    if (trace.firstError !== null) count.wrong += 1;
    if (trace.firstError !== null && first === trace.firstError) count.exact += 1;
    if (trace.firstError === null && first !== null) count.cleanTraces += 1;
    for (const step of new Set(findings.map((finding) => finding.step))) {
      count.named += 1;
      if (trace.firstError === null) count.inClean += 1;
      else if (step >= trace.firstError) count.atOrAfter += 1;
      else count.before += 1;
    }
    list(trace, findings, first);
  }
  return count;
}

function list(trace: Labelled, findings: readonly Finding[], first: number | null): void {
  if (!listing || (trace.firstError !== null && first === trace.firstError)) return;
  const wanted = trace.firstError === null || (first ?? Infinity) < trace.firstError;
  for (const finding of wanted ? findings : []) {
    const label = trace.firstError ?? "none";
    console.log(`  ${trace.id} (label ${label}) step ${finding.step} ${finding.kind}: ${show(finding)}`);
  }
}

const show = (finding: Finding): string =>
  `${finding.equation.replaceAll("\n", " ")}   [${finding.left} | ${finding.right}]`;

/** Solutions as lists of lines, each with whether it is known to be right. */
function solutions(): Map<string, { readonly steps: readonly string[]; readonly right: boolean }[]> {
  const files = new Map<string, { readonly steps: readonly string[]; readonly right: boolean }[]>();
  for (const file of ["gsm8k/train.jsonl", "gsm8k/test.jsonl"]) {
    const gold = lines(read(file) ?? "").map((row) => ({
      steps: (row["answer"] as string).split("\n"),
      right: true,
    }));
    files.set(`${file} (gold)`, gold);
  }
  const models = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"];
  const samples = lines(read("gsm8k/example_model_solutions.jsonl") ?? "").flatMap((row) =>
    models.map((model) => {
      const { solution, is_correct } = row[model] as { solution: string; is_correct: boolean };
      return { steps: solution.split("\n"), right: is_correct };
    }),
  );
  files.set("gsm8k/example_model_solutions.jsonl", samples);
  const math = lines(read("qwen2.5-math/math_cot_50.jsonl") ?? "").flatMap((row) =>
    (row["code"] as string[]).map((text, index) => ({
      steps: text.split("\n\n"),
      right: (row["score"] as boolean[])[index] === true,
    })),
  );
  files.set("qwen2.5-math/math_cot_50.jsonl", math);
  return files;
}

function percent(part: number, all: number): string {
  return all === 0 ? "-" : `${((100 * part) / all).toFixed(1)}%`;
}

function labelTables(): Labelled[] {
  const sets = new Map([
    ["big-bench-mistake/multistep_arithmetic", bigBench()],
    ["processbench/gsm8k", processBench("processbench/gsm8k.json")],
    ["processbench/math", processBench("processbench/math.json")],
  ]);
  console.log(
    "| file | traces | with an error | first step named = label | clean traces alarmed | steps named | at or after the label |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  const sums = { named: 0, atOrAfter: 0 };
  for (const [name, traces] of sets) {
    if (traces.length === 0) continue;
    const c = againstLabels(traces);
    const share = `${c.atOrAfter} (${percent(c.atOrAfter, c.named)})`;
    console.log(
      `| ${name} | ${c.traces} | ${c.wrong} | ${c.exact} | ${c.cleanTraces} | ${c.named} | ${share} |`,
    );
    if (name === "processbench/math") continue;
    sums.named += c.named;
    sums.atOrAfter += c.atOrAfter;
  }
  console.log(
    `first two files together: ${percent(sums.atOrAfter, sums.named)} of ${sums.named} named steps at or after the label\n`,
  );
  return [...sets.values()].flat();
}

function solutionTable(): string[][] {
  console.log("| file | right solutions | alarmed | wrong solutions | alarmed |");
  console.log("| --- | --- | --- | --- | --- |");
  const all: string[][] = [];
  for (const [name, rows] of solutions()) {
    if (rows.length === 0) continue;
    const alarmed = { true: 0, false: 0 };
    for (const { steps, right } of rows) {
      const findings = checkTrace(steps);
      if (findings.length > 0) alarmed[right ? "true" : "false"] += 1;
      if (listing && right) for (const finding of findings) console.log(`  ${show(finding)}`);
      all.push([...steps]);
    }
    const right = rows.filter((row) => row.right).length;
    console.log(`| ${name} | ${right} | ${alarmed.true} | ${rows.length - right} | ${alarmed.false} |`);
  }
  console.log("");
  return all;
}

/** Steps a second over everything read, and percentiles of the time of one trace. */
function speed(traces: readonly (readonly string[])[]): void {
  if (traces.length === 0) return;
  for (const steps of traces.slice(0, 2_000)) checkTrace(steps);
  const times: number[] = [];
  let steps = 0;
  const start = performance.now();
  for (const trace of traces) {
    const before = performance.now();
    checkTrace(trace);
    times.push(performance.now() - before);
    steps += trace.length;
  }
  const seconds = (performance.now() - start) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(3);
  console.log(
    `${steps} steps of ${traces.length} traces in ${seconds.toFixed(2)} s: ${Math.round(steps / seconds)} steps/s; ` +
      `a trace: median ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms`,
  );
}

const labelled = labelTables();
const plain = solutionTable();
speed([...labelled.map((trace) => trace.steps), ...plain]);
