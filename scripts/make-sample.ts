/**
 * Makes media/sample/traces.jsonl from media/sample/problems.jsonl: the embedded model answers each problem several times,
 * through this product's own code, and of each problem a right and a wrong trace are kept where there are both. `--check` also rectifies each wrong trace from its first false equation (from its first step where there
 * is none) and says how many wins are found.
 *
 *     node scripts/make-sample.ts [--check]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkTrace } from "../src/answers/arithmetic/index.ts";
import { gradeOutput } from "../src/answers/index.ts";
import { splitSteps } from "../src/core/split.ts";
import type { Trace } from "../src/core/model.ts";
import { embeddedModelName, openModel, parseModelName } from "../src/models/index.ts";
import type { Model } from "../src/models/types.ts";
import { rectifyStep } from "../src/pipeline/rectify.ts";
import { ensureEmbeddedModel } from "./model.mjs";

interface Problem {
  readonly instruction: string;
  readonly output: string;
  readonly answer: readonly string[];
}

interface Attempt {
  readonly text: string;
  readonly right: boolean;
}

/** A row of GSM8K's example model solutions: one field a trace. */
interface SampleRow {
  readonly question: string;
  readonly ground_truth: string;
  readonly [trace: string]: string | { readonly is_correct: boolean; readonly solution: string };
}

const folder = join(fileURLToPath(import.meta.url), "../../media/sample");
const sampling = { n: 6, temperature: 0.7, topP: 0.95, maxTokens: 96, seed: 2024 };
const never = new AbortController().signal;

const { values } = parseArgs({ options: { check: { type: "boolean" } } });
await ensureEmbeddedModel();
const model = openModel(parseModelName(`embedded:${embeddedModelName}`));
const problems = lines(join(folder, "problems.jsonl")).map((line) => JSON.parse(line) as Problem);
const rows: SampleRow[] = [];
for (const [index, problem] of problems.entries()) {
  rows.push(rowOf(problem, keep(await attempts(model, problem))));
  say(`${index + 1} of ${problems.length} problems`);
}
writeFileSync(join(folder, "traces.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
if (values.check === true) await check(model);
await model.close();

/** Answers that end by themselves and have an answer. */
async function attempts(model: Model, problem: Problem): Promise<Attempt[]> {
  const found: Attempt[] = [];
  for await (const event of model.sample(
    { problem: problem.instruction, prefix: "Step 1:", sampling, stop: [] },
    never,
  )) {
    if (event.kind === "failed") throw event.error;
    if (event.kind !== "done" || event.finishReason !== "stop") continue;
    const text = `Step 1:${event.text}`.trimEnd();
    const { equal } = gradeOutput(problem.answer[0] ?? "", text);
    if (equal !== null && !found.some((one) => one.text === text)) found.push({ text, right: equal });
  }
  return found;
}

/** A right and a wrong one, or two right ones, or a wrong one: of each kind that with the most steps. */
function keep(all: readonly Attempt[]): Attempt[] {
  const steps = ({ text }: Attempt) => splitSteps(text, "auto").length;
  const longest = all.toSorted((a, b) => steps(b) - steps(a));
  const right = longest.filter((one) => one.right);
  const wrong = longest.filter((one) => !one.right);
  return right.length > 0 && wrong.length === 0
    ? right.slice(0, 2)
    : [...right.slice(0, 1), ...wrong.slice(0, 1)];
}

function rowOf(problem: Problem, kept: readonly Attempt[]): SampleRow {
  const traces = kept.map(({ text, right }, index) => [
    `smollm2-135m-${index + 1}`,
    { is_correct: right, solution: text },
  ]);
  const solution = problem.output.replace(/####\s*/u, "A: ");
  return {
    question: problem.instruction,
    ground_truth: solution,
    ...Object.fromEntries(traces),
  } as SampleRow;
}

async function check(model: Model): Promise<void> {
  let wrong = 0;
  let rectified = 0;
  for (const row of rows) {
    for (const one of Object.values(row)) {
      if (typeof one === "string" || one.is_correct) continue;
      const trace = traceOf(one.solution);
      const step = checkTrace(trace.steps.map(({ text }) => text))[0]?.step ?? 0;
      wrong += 1;
      if ((await wins(model, row, trace, step)) > 0) rectified += 1;
      say(`${rectified} of ${wrong} wrong traces have a win in 8 samples`);
    }
  }
}

async function wins(model: Model, row: SampleRow, trace: Trace, step: number): Promise<number> {
  const settings = { sampling: { ...sampling, n: 8 }, stopAfterWins: 1, form: "native" as const };
  const gold = { answer: null, solution: row.ground_truth, by: "file" as const };
  const task = { row: { problem: row.question, gold }, trace, step, settings, model };
  for await (const event of rectifyStep(
    { ...task, splitter: "auto", run: null, now: () => performance.now() },
    never,
  )) {
    if (event.kind === "end") return event.summary.wins;
  }
  return 0;
}

function traceOf(text: string): Trace {
  const steps = splitSteps(text, "auto").map((span) => {
    return { ...span, text: text.slice(span.start, span.end), label: null, by: null, at: null, value: null };
  });
  return { name: "", text, steps, fixedSteps: false, outcome: "wrong", outcomeBy: null, answer: null };
}

function lines(path: string): string[] {
  return readFileSync(path, "utf8").trimEnd().split("\n");
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
