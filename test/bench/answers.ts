/**
 * Measures the grader. `node test/bench/answers.ts [--list] [--peer PYTHON] [--kind cases|marks|all]`
 *
 * - the pairs of ../shared/data/answers/cases.jsonl, by form: right, false "equal", false "different", unsure, time
 * - agreement with the marks of ../shared/data/qwen2.5-math and ../shared/data/gsm8k
 *
 * --list prints each disagreement. --peer runs math-verify from that Python beside ours on the same pairs.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gradeAnswer, gradeOutput, type Grade } from "../../src/answers/index.ts";

const DATA = new URL("../../../shared/data/", import.meta.url);

interface Case {
  readonly id: string;
  readonly group: string;
  readonly gold: string;
  readonly pred: string;
  readonly whole: boolean;
  readonly expected: boolean;
}

interface Row {
  right: number;
  falseEqual: number;
  falseDifferent: number;
  unsure: number;
  readonly times: number[];
}

const { values: options } = parseArgs({
  options: { list: { type: "boolean" }, peer: { type: "string" }, kind: { type: "string", default: "all" } },
});

function main(): void {
  if (options.kind !== "marks") {
    const cases = readCases();
    report("ours", cases, cases.map(gradeCase));
    if (options.peer !== undefined) report("math-verify", cases, gradeByPeer(options.peer, cases));
  }
  if (options.kind !== "cases")
    for (const cases of [readQwenMarks(), readGsm8kMarks(), readProcessMarks()])
      report("ours", cases, cases.map(gradeCase));
}

function lines(path: string, form: "lines" | "array" = "lines"): unknown[] {
  const url = new URL(path, DATA);
  if (!existsSync(url)) {
    console.log(`skipped: ${fileURLToPath(url)} is absent`);
    return [];
  }
  const text = readFileSync(url, "utf8");
  if (form === "array") return JSON.parse(text) as unknown[];
  return text.split("\n").filter((line) => line.trim() !== "").map((line): unknown => JSON.parse(line)); // prettier-ignore
}

function readCases(): Case[] {
  type Line = { id: number; gold: string; pred: string; expected: boolean; form: string; ambiguous?: string };
  return (lines("answers/cases.jsonl") as Line[]).map((line) => ({
    id: String(line.id),
    group: line.ambiguous === undefined ? line.form : "ambiguous",
    gold: line.gold,
    pred: line.pred,
    whole: line.form === "output",
    expected: line.expected,
  }));
}

function readQwenMarks(): Case[] {
  type Line = { idx: number; gt: string; code: string[]; score: boolean[] };
  return (lines("qwen2.5-math/math_cot_50.jsonl") as Line[]).flatMap((line, row) =>
    line.code.map((output, index) => ({
      id: `${row + 1}.${index + 1}`,
      group: "qwen2.5-math marks",
      gold: line.gt,
      pred: output,
      whole: true,
      expected: line.score[index] === true,
    })),
  );
}

function readGsm8kMarks(): Case[] {
  type Solution = { is_correct: boolean; solution: string };
  type Line = { ground_truth: string } & Record<string, Solution | string>;
  return (lines("gsm8k/example_model_solutions.jsonl") as Line[]).flatMap((line, row) =>
    Object.entries(line).flatMap(([model, solution]) =>
      typeof solution === "string"
        ? []
        : [
            {
              id: `${row + 1}.${model}`,
              group: "gsm8k marks",
              gold: line.ground_truth,
              pred: solution.solution,
              whole: true,
              expected: solution.is_correct,
            },
          ],
    ),
  );
}

/** ProcessBench's people marked whether the final answer is right; the gold answers are those of GSM8K. */
function readProcessMarks(): Case[] {
  type Problem = { question: string; answer: string };
  type Trace = { id: string; problem: string; steps: string[]; final_answer_correct: boolean };
  const key = (text: string): string => text.replace(/\s+/g, " ").trim().toLowerCase();
  const gold = new Map(
    (lines("gsm8k/test.jsonl") as Problem[]).map((line) => [key(line.question), line.answer]),
  );
  const traces = lines("processbench/gsm8k.json", "array") as Trace[];
  return traces.flatMap((trace) => {
    const answer = gold.get(key(trace.problem));
    if (answer === undefined) return [];
    return [
      {
        id: trace.id,
        group: "processbench/gsm8k marks",
        gold: answer,
        pred: trace.steps.join("\n\n"),
        whole: true,
        expected: trace.final_answer_correct,
      },
    ];
  });
}

interface Outcome {
  readonly grade: Grade;
  readonly ms: number;
}

/** Passes over each pair; the fastest counts, since other work on the machine only ever adds time. */
const PASSES = 5;

function gradeCase(item: Case): Outcome {
  const run = (): Grade =>
    item.whole ? gradeOutput(item.gold, item.pred) : gradeAnswer(item.gold, item.pred);
  let ms = Infinity;
  for (let pass = 0; pass < PASSES; pass++) {
    const start = performance.now();
    run();
    ms = Math.min(ms, performance.now() - start);
  }
  return { grade: run(), ms };
}

const PEER = `
import json, sys, time
from math_verify import parse, verify
for line in sys.stdin:
    case = json.loads(line)
    start = time.time()
    try:
        equal = bool(verify(parse(case["gold"]), parse(case["pred"])))
    except Exception:
        equal = False
    print(json.dumps({"equal": equal, "ms": (time.time() - start) * 1000}), flush=True)
`;

function gradeByPeer(python: string, cases: readonly Case[]): Outcome[] {
  // It reads mathematics between dollar signs only.
  const wrapped = (text: string, item: Case): string =>
    item.whole || text.includes("$") ? text : `$${text}$`;
  const input = cases
    .map((item) => JSON.stringify({ gold: wrapped(item.gold, item), pred: wrapped(item.pred, item) }))
    .join("\n");
  const run = spawnSync(python, ["-c", PEER], { input, encoding: "utf8", maxBuffer: 1e8 });
  if (run.status !== 0) throw new Error(`${python} with math-verify failed: ${run.stderr.slice(-500)}`);
  return run.stdout.trim().split("\n").map((line) => {
    const { equal, ms } = JSON.parse(line) as { equal: boolean; ms: number };
    return { grade: { equal, reason: "", gold: "", pred: "" }, ms };
  }); // prettier-ignore
}

function report(who: string, cases: readonly Case[], outcomes: readonly Outcome[]): void {
  const rows = new Map<string, Row>();
  for (const [index, item] of cases.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    for (const group of item.group === "answer" || item.group === "output"
      ? [item.group, "answer + output"]
      : [item.group]) {
      const row = rows.get(group) ?? { right: 0, falseEqual: 0, falseDifferent: 0, unsure: 0, times: [] };
      rows.set(group, row);
      count(row, outcome, item.expected);
    }
    if (options.list === true && outcome.grade.equal !== item.expected) list(who, item, outcome.grade);
  }
  for (const [group, row] of rows) print(who, group, row);
}

function count(row: Row, { grade, ms }: Outcome, expected: boolean): void {
  row.times.push(ms);
  if (grade.equal === expected) row.right += 1;
  else if (grade.equal === null) row.unsure += 1;
  else if (grade.equal) row.falseEqual += 1;
  else row.falseDifferent += 1;
}

function list(who: string, item: Case, grade: Grade): void {
  console.log(
    `${who} ${item.group} ${item.id}: marked ${item.expected}, graded ${grade.equal}: ${grade.reason} | ${grade.gold} | ${grade.pred}`,
  );
}

function print(who: string, group: string, row: Row): void {
  const times = [...row.times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(2);
  const share = ((100 * row.right) / times.length).toFixed(1);
  console.log(
    `| ${who} | ${group} | ${times.length} | ${row.right} (${share}%) | ${row.falseEqual} | ${row.falseDifferent} | ${row.unsure} | ${at(0.5)} | ${at(0.99)} | ${at(1)} |`,
  );
}

main();
