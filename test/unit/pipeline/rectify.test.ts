import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Candidate } from "../../../src/core/candidate.ts";
import type { Trace } from "../../../src/core/model.ts";
import { splitSteps } from "../../../src/core/split.ts";
import { ModelError } from "../../../src/models/types.ts";
import { rectifyStep, type RectifyTask } from "../../../src/pipeline/rectify.ts";
import { RunFolder } from "../../../src/pipeline/runFolder.ts";
import type { RectifyEvent, RectifySummary } from "../../../src/pipeline/types.ts";
import { ScriptedModel } from "../../support/scriptedModel.ts";

const folder = mkdtempSync(join(tmpdir(), "stepdpo-rectify-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;

function traceOf(text: string): Trace {
  const steps = splitSteps(text, "auto").map((span) => ({
    ...span,
    text: text.slice(span.start, span.end),
    label: null,
    by: null,
    at: null,
    value: null,
  }));
  return { name: "", text, steps, fixedSteps: false, outcome: "wrong", outcomeBy: null, answer: null };
}

const stepTrace = traceOf(
  "Step 1: There are 6 * 4 = 24 eggs.\nStep 2: 24 + 3 = 27 are whole.\nStep 3: The answer is 27.",
);
const lineTrace = traceOf("There are 6 * 4 = 24 eggs.\n24 + 3 = 27 are whole.\nThe answer is 27.");

function task(
  model: ScriptedModel,
  n: number,
  fields: Partial<RectifyTask> = {},
  stopAfterWins: number | null = null,
): RectifyTask {
  let time = 0;
  return {
    row: { problem: "How many eggs are whole?", gold: { answer: "21", solution: null, by: "file" } },
    trace: stepTrace,
    step: 1,
    settings: {
      sampling: { n, temperature: 1, topP: 1, maxTokens: 99, seed: 1 },
      stopAfterWins,
      form: "native",
    },
    model,
    splitter: "auto",
    run: null,
    now: () => (time += 20),
    ...fields,
  };
}

async function rectified(
  of: RectifyTask,
  signal = never,
): Promise<{ candidates: Candidate[]; summary: RectifySummary; events: RectifyEvent[] }> {
  const events: RectifyEvent[] = [];
  const latest = new Map<number, Candidate>();
  for await (const event of rectifyStep(of, signal)) {
    events.push(event);
    if (event.kind === "candidate") latest.set(event.candidate.index, event.candidate);
  }
  const end = events.at(-1);
  if (end?.kind !== "end") throw new Error("no end");
  return { candidates: [...latest.values()], summary: end.summary, events };
}

const right = " 24 - 3 = 21 are whole.\nStep 3: The answer is 21.";

describe("candidates are judged", () => {
  const cases: readonly [string, string, Candidate["state"]][] = [
    ["right, its first step new", right, "win"],
    [
      "right by luck, over a false equation",
      " 24 - 3 = 20 are whole, and one more.\nStep 3: The answer is 21.",
      "lucky",
    ],
    [
      "right after the losing step itself",
      " 24 + 3 = 27 are whole\nStep 3: No, the answer is 21.",
      "same-as-lose",
    ],
    ["another answer", " 24 - 4 = 20 are whole.\nStep 3: The answer is 20.", "wrong"],
    ["no answer", " some are whole", "unknown"],
  ];
  it.each(cases)("%s", async (_name, says, state) => {
    const { candidates } = await rectified(task(new ScriptedModel([says]), 1));
    expect(candidates[0]).toMatchObject({ state, finishReason: "stop" });
  });

  it("with the first step, the answer's place, and the verdict", async () => {
    const { candidates } = await rectified(task(new ScriptedModel([right]), 1));
    const [win] = candidates;
    expect(win?.firstStep).toBe(" 24 - 3 = 21 are whole.");
    expect(win?.verdict).toMatchObject({ equal: true, gold: "21", pred: "21" });
    const answer = win?.answer ?? null;
    if (answer === null || answer.answer === null) throw new Error("no answer");
    expect(win?.text.slice(answer.start, answer.end)).toBe("21");
  });

  it("a win found before is a duplicate, and names it", async () => {
    const { candidates, summary } = await rectified(
      task(new ScriptedModel([right, right.replace("are whole.", "are  whole")]), 2),
    );
    expect(candidates[1]).toMatchObject({ state: "duplicate", duplicateOf: 0 });
    expect(summary).toMatchObject({ sampled: 2, wins: 1, reason: "all sampled", error: null });
  });

  it("without gold all is unknown", async () => {
    const row = { problem: "P", gold: { answer: null, solution: null, by: null } };
    const { candidates } = await rectified(task(new ScriptedModel([right]), 1, { row }));
    expect(candidates[0]).toMatchObject({
      state: "unknown",
      verdict: { equal: null, reason: "no gold answer" },
    });
  });

  it("gold may be a worked solution's", async () => {
    const row = {
      problem: "P",
      gold: { answer: null, solution: "24 - 3 = 21\n#### 21", by: "file" as const },
    };
    const { candidates } = await rectified(task(new ScriptedModel([right]), 1, { row }));
    expect(candidates[0]?.state).toBe("win");
  });
});

describe("the prefix", () => {
  it.each([
    ["steps", stepTrace, "native", "Step 1: There are 6 * 4 = 24 eggs.\nStep 2:"],
    ["lines", lineTrace, "native", "There are 6 * 4 = 24 eggs.\n"],
    [
      "lines, rewritten into steps",
      lineTrace,
      "step",
      "Let's think step by step.\nStep 1: There are 6 * 4 = 24 eggs.\nStep 2:",
    ],
  ] as const)("of %s", async (_name, trace, form, prefix) => {
    const model = new ScriptedModel([" 24 - 3 = 21.\nThe answer is 21."]);
    const of = task(model, 1, { trace });
    await rectified({ ...of, settings: { ...of.settings, form } });
    expect(model.prefixes).toEqual([prefix]);
  });

  it("a step that isn't there is refused", async () => {
    await expect(rectified(task(new ScriptedModel([right]), 1, { step: 9 }))).rejects.toThrow(/no step 10/u);
  });
});

describe("ending", () => {
  it("stops the model when there are enough wins", async () => {
    const model = new ScriptedModel([" 1.\nThe answer is 1.", right, right.replace("whole", "good")]);
    const { summary, candidates } = await rectified(task(model, 30, {}, 2));
    expect(summary).toMatchObject({ wins: 2, reason: "enough wins", sampled: 3, wrong: 1, failed: 0 });
    expect(model.cancelled).toBe(27);
    expect(candidates).toHaveLength(30);
  });

  it("is cancelled by the signal", async () => {
    const abort = new AbortController();
    const model = new ScriptedModel([right]);
    const events: RectifyEvent[] = [];
    for await (const event of rectifyStep(task(model, 5), abort.signal)) {
      events.push(event);
      if (event.kind === "candidate") abort.abort();
    }
    expect(events.at(-1)).toMatchObject({ kind: "end", summary: { reason: "cancelled" } });
  });

  it("says why where the model fails, at all or in every sample", async () => {
    const down = new ModelError("unreachable", "Can't reach the server.");
    for (const model of [new ScriptedModel([], down), new ScriptedModel([down])]) {
      const { summary } = await rectified(task(model, 2));
      expect(summary).toMatchObject({ reason: "failed", error: "Can't reach the server." });
    }
    const { summary } = await rectified(task(new ScriptedModel([down, right]), 2));
    expect(summary).toMatchObject({ reason: "all sampled", failed: 1, wins: 1, error: null });
  });

  it("shows a streaming candidate at most ten times a second", async () => {
    const says = `${"word ".repeat(500)}${right}`;
    const { events } = await rectified(task(new ScriptedModel([says]), 1));
    const streaming = events.filter(
      (event) => event.kind === "candidate" && event.candidate.state === "streaming",
    );
    // The clock moves by 20 ms at each look.
    expect(streaming.length).toBeGreaterThan(20);
    expect(streaming.length).toBeLessThan(300);
  });
});

it("keeps every candidate in the run folder, before it is shown", async () => {
  const run = await RunFolder.create(
    join(folder, ".stepdpo", "runs"),
    {
      stage: "rectify",
      settings: {},
      model: null,
      input: { path: "data.jsonl", fingerprint: null },
      versions: {},
    },
    () => new Date(0),
  );
  const origin = { input: "data.jsonl", row: 3, trace: 1 };
  const model = new ScriptedModel([right, " 24 - 4 = 20.\nStep 3: The answer is 20."]);
  const { summary } = await rectified(task(model, 2, { run: { folder: run, origin } }));
  await run.close(summary.reason, {});
  expect(summary.run).toBe(run.path);
  const rows = readFileSync(join(run.path, "rows.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(rows).toMatchObject([
    {
      prompt: "How many eggs are whole?\nStep 1: There are 6 * 4 = 24 eggs.\nStep 2:",
      completion: right,
      extract_answer: ["21"],
      prompt_answer: "21",
      result: true,
      gt_output: " 24 + 3 = 27 are whole.",
      provenance: { key: "3:1:1:0", state: "win", first_step: " 24 - 3 = 21 are whole.", model: "scripted" },
    },
    { extract_answer: ["20"], result: false, provenance: { key: "3:1:1:1", state: "wrong" } },
  ]);
});
