import type { Candidate, CandidateState } from "../../../src/core/candidate.ts";
import type { Change } from "../../../src/core/change.ts";
import type { Label, Pair, Row, Trace } from "../../../src/core/model.ts";
import type { Facet, Query } from "../../../src/core/query.ts";
import { toggleLabel } from "../../../src/core/toggleLabel.ts";
import { stripMarker } from "../../../src/core/prefix.ts";
import type {
  DatasetState,
  EditorStart,
  HostApi,
  Place,
  RectificationState,
  FoundRow,
  RectifyChoice,
  RowState,
  WebviewApi,
} from "../../../src/protocol/traceEditor.ts";
import { FakeView } from "./fakeView.ts";
import { facts, falseEquations, rows as allRows } from "./rows.ts";

/** A host without VS Code: invented rows in memory, and a model that writes what it is told to. */
export class FakeHost implements HostApi {
  dataset: DatasetState = {
    name: "marbles-and-more.jsonl",
    formatTitle: "Invented",
    container: "jsonl",
    rows: allRows.length,
    indexed: true,
    dirty: false,
    splitter: "auto",
    readOnly: null,
    warning: null,
    deleted: null,
    conflicts: [],
    recoverable: null,
    model: "SmolLM2-135M (embedded)",
    models: ["SmolLM2-135M (embedded)", "lab vLLM: qwen2.5-math-72b"],
    rectify: {
      sampling: { n: 8, temperature: 0.8, topP: 0.95, maxTokens: 512, seed: null },
      stopAfterWins: 4,
      form: "native",
    },
  };
  readonly rows: RowState[] = [...allRows];
  /** It answers no more, as after a kill. */
  dead = false;
  readonly calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];
  readonly shown = new FakeView(this.rows, (view) => this.#view.viewChanged(structuredClone(view)));
  rectification: RectificationState | null = null;
  /** Where the view starts; null where this host has not heard of a place yet. */
  place: Place | null = null;
  readonly #view: WebviewApi;
  readonly #later: (work: () => void) => void;
  #rectifications = 0;
  #opening: {
    readonly index: number;
    readonly limit: number;
    readonly resolve: (row: RowState) => void;
    readonly reject: (error: Error) => void;
  } | null = null;
  readonly #unanswered: (() => void)[] = [];

  /** @param later waits a little; tests run the work at once */
  constructor(view: WebviewApi, later: (work: () => void) => void) {
    this.#view = view;
    this.#later = later;
  }

  /** Changes what is shown of the dataset. */
  set(change: Partial<DatasetState>): void {
    this.dataset = { ...this.dataset, ...change };
    this.#view.datasetChanged(this.dataset);
  }

  start(): Promise<EditorStart> {
    const { dataset, place, rectification } = this;
    const view = this.shown.state;
    return Promise.resolve({ dataset, row: this.rows[place?.row ?? 0] ?? null, place, view, rectification });
  }

  alive(): Promise<void> {
    return this.dead ? new Promise((resolve) => this.#unanswered.push(resolve)) : Promise.resolve();
  }

  /** Answers again, and what it was asked meanwhile. */
  revive(): void {
    this.dead = false;
    for (const answer of this.#unanswered.splice(0)) answer();
  }

  row(index: number): Promise<RowState> {
    const found = this.rows[index];
    return found === undefined
      ? Promise.reject(new Error(`There is no row ${index + 1} in ${this.dataset.name}.`))
      : Promise.resolve(found);
  }

  /** As much of the row's first step as is asked for, once `answerLong` lets it. */
  openLong(index: number, limit: number): Promise<RowState> {
    void this.#call("openLong", index, limit);
    return new Promise((resolve, reject) => {
      this.#opening = { index, limit, resolve, reject };
    });
  }

  cancelOpenLong(): Promise<void> {
    this.#opening?.reject(new Error("Row was not opened."));
    this.#opening = null;
    return this.#call("cancelOpenLong");
  }

  /** Opens the long row that was asked for, as a row that reads as the first one. */
  answerLong(): void {
    const [opening, first] = [this.#opening, this.rows[0]];
    if (opening === null || first === undefined) return;
    const { index, limit, resolve } = opening;
    const long = { length: 5e7, shown: limit, texts: 5e6 };
    const opened = { ...first, index, long: { ...long, shown: Math.min(limit, long.texts) } };
    this.rows[index] = opened;
    resolve(opened);
  }

  next(from: number, direction: 1 | -1): Promise<number | null> {
    return Promise.resolve(this.shown.next(from, direction));
  }

  setQuery(query: Query): Promise<void> {
    this.shown.set(query);
    return this.#call("setQuery", query);
  }

  cancelQuery(): Promise<void> {
    this.shown.cancel();
    return this.#call("cancelQuery");
  }

  facets(): Promise<readonly Facet[]> {
    return this.shown.facets();
  }

  facetsSoFar(): Promise<readonly Facet[]> {
    return this.shown.facetsSoFar();
  }

  found(row: number): Promise<FoundRow> {
    return Promise.resolve(this.shown.found(row));
  }

  moved(place: Place): Promise<void> {
    this.place = place;
    return this.#call("moved", place);
  }

  async toggleLabel(place: Place & { readonly step: number }, label: Label | null): Promise<Label | null> {
    const { row, trace, step } = place;
    const change = toggleLabel(this.rows[row]?.row ?? null, trace, step, label);
    if (change !== null) await this.change(row, change);
    return this.rows[row]?.row?.traces[trace]?.steps[step]?.label ?? null;
  }

  change(index: number, change: Change): Promise<void> {
    const state = this.rows[index];
    if (state?.row == null)
      return Promise.reject(new Error("This row can't be read, so it can't be changed."));
    const row = changed(state.row, change);
    const fresh = {
      ...state,
      row,
      facts: row.traces.map((one) => facts(one, row.gold.answer)),
      edited: true,
    };
    this.rows[index] = fresh;
    this.set({ dirty: true });
    this.#view.rowChanged(structuredClone(fresh));
    return this.#call("change", index, change);
  }

  setSplitter(splitter: DatasetState["splitter"]): Promise<void> {
    this.set({ splitter });
    this.#view.allChanged();
    return this.#call("setSplitter", splitter);
  }

  rectify(place: Place & { readonly step: number }, choice: RectifyChoice): Promise<string> {
    const id = `r${(this.#rectifications += 1)}`;
    const model = this.dataset.model ?? "";
    this.#show({
      id,
      place,
      model,
      choice,
      candidates: [],
      running: true,
      message: "Reading the prompt…",
      error: null,
      rejected: [],
    });
    this.set({ rectify: choice });
    this.#stream(id, 0);
    return this.#call("rectify", place, choice).then(() => id);
  }

  cancelRectify(id: string): Promise<void> {
    this.#end("Cancelled.");
    return this.#call("cancelRectify", id);
  }

  async accept(id: string, index: number, editedText: string | null): Promise<void> {
    const { rectification } = this;
    const candidate = rectification?.candidates.find((one) => one.index === index);
    if (rectification === null || candidate === undefined) throw new Error("These candidates are gone.");
    const { row, trace, step } = rectification.place;
    const win = { text: editedText ?? candidate.firstStep, continuation: candidate.text, run: "a run" };
    await this.change(row, { kind: "win", trace, step, win });
    await this.#call("accept", id, index, editedText);
    this.#show(null);
  }

  reject(id: string, candidate: number): Promise<void> {
    if (this.rectification !== null) {
      this.#show({ ...this.rectification, rejected: [...this.rectification.rejected, candidate] });
    }
    return this.#call("reject", id, candidate);
  }

  dismiss(id: string): Promise<void> {
    this.#show(null);
    return this.#call("dismiss", id);
  }

  prompt(place: Place & { readonly step: number }): Promise<string> {
    const row = this.rows[place.row]?.row;
    const before = row?.traces[place.trace]?.steps.slice(0, place.step).map((step) => step.text) ?? [];
    return Promise.resolve(
      `<|im_start|>user\n${row?.problem ?? ""}<|im_end|>\n<|im_start|>assistant\n${before.join("")}Step ${place.step + 1}:`,
    );
  }

  chooseModel(name: string): Promise<void> {
    this.set({ model: name });
    return this.#call("chooseModel", name);
  }

  run(command: string, place: Place): Promise<void> {
    return this.#call("run", command, place);
  }

  #call(name: string, ...args: readonly unknown[]): Promise<void> {
    this.calls.push({ name, args });
    return Promise.resolve();
  }

  #show(rectification: RectificationState | null): void {
    this.rectification = rectification;
    this.#view.rectification(structuredClone(rectification));
  }

  #end(message: string): void {
    if (this.rectification?.running !== true) return;
    const candidates = this.rectification.candidates.map((candidate) =>
      candidate.state === "streaming"
        ? { ...candidate, state: "failed" as const, finishReason: "cancelled" as const }
        : candidate,
    );
    this.#show({ ...this.rectification, candidates, running: false, message });
  }

  /** Tick by tick, a few words of each candidate; the last tick of one says what became of it. */
  #stream(id: string, tick: number): void {
    this.#later(() => {
      const { rectification } = this;
      if (rectification === null || rectification.id !== id || !rectification.running) return;
      const count = Math.min(rectification.choice.sampling.n, script.length);
      const fresh: Candidate[] = [];
      for (let index = 0; index < count; index++) fresh.push(candidateAt(index, tick - index));
      const shown = fresh.filter((candidate) => candidate.tokens > 0 || candidate.state !== "streaming");
      this.rectification = { ...rectification, candidates: shown };
      const message = `${shown.length} of ${count} begun`;
      this.#view.candidates(id, structuredClone(shown), message);
      if (fresh.every((candidate) => candidate.state !== "streaming")) this.#end("All sampled in 4.2 s.");
      else this.#stream(id, tick + 1);
    });
  }
}

interface Scripted {
  readonly text: string;
  readonly state: CandidateState;
  readonly more?: Partial<Candidate>;
}

const right = " A third of $18$ is $18 / 3 = 6$, so Mia keeps $18 - 6 = 12$ marbles.";
const script: readonly Scripted[] = [
  { text: `${right}\nStep 4: The answer is 14.`, state: "wrong" },
  { text: `${right}\nStep 4: Checking, $12 + 6 + 6 = 24$.\nStep 5: The answer is 12.`, state: "win" },
  { text: " A third of 18 is 7, and 18 - 7 = 12 remain.\nStep 4: The answer is 12.", state: "lucky" },
  { text: `${right}\nStep 4: The answer is 12.`, state: "duplicate", more: { duplicateOf: 1 } },
  {
    text: " Mia gives away a third of the $18$ left, that is $\\frac{1}{3} \\cdot 18 = 9$, and keeps $18 - 9 = 9$.\nStep 4: Hence the answer is 12.",
    state: "same-as-lose",
  },
  {
    text: " Ben gets $\\frac{18}{3}$ of them:\n\n\\[ 18 - \\frac{18}{3} = 12 \\]\n\nStep 4: The answer is 12.",
    state: "win",
    more: { trueContinuation: false },
  },
  {
    text: " We think about the marbles, and about the bag, and about the refills, and",
    state: "unknown",
    more: { finishReason: "length", tokens: 512 },
  },
  {
    text: "",
    state: "failed",
    more: {
      error: "The server at http://gpu-box:8000 hung up after 0 tokens. Is it still running?",
      finishReason: "error",
    },
  },
];

/** A scripted candidate after some ticks of a few words each. */
export function candidateAt(index: number, ticks: number): Candidate {
  const { text, state, more } = script[index] ?? { text: "", state: "failed" as const };
  const words = text.split(/(?<=\s)/u);
  const shown = words.slice(0, Math.max(0, ticks * 4)).join("");
  const streaming: Candidate = {
    index,
    text: shown,
    firstStep: "",
    answer: null,
    verdict: null,
    arithmetic: [],
    state: "streaming",
    duplicateOf: null,
    trueContinuation: true,
    finishReason: null,
    tokens: Math.max(0, Math.min(words.length, ticks * 4)),
    error: null,
  };
  if (ticks < 1 || shown.length < text.length) return streaming;
  return { ...streaming, ...finished(text, state), ...more };
}

function finished(text: string, state: CandidateState): Partial<Candidate> {
  const firstStep = text.split("\nStep ")[0] ?? "";
  const one: Pick<Trace, "steps"> = {
    steps: [
      { text: firstStep, start: 0, end: firstStep.length, label: null, by: null, at: null, value: null },
    ],
  };
  const answer = /answer is (\d+)/u.exec(text)?.[1] ?? null;
  return {
    firstStep,
    state,
    finishReason: "stop",
    answer:
      answer === null
        ? { answer: null, reason: "no closing phrase" }
        : {
            answer,
            how: "after “answer is”",
            start: text.lastIndexOf(answer),
            end: text.lastIndexOf(answer) + answer.length,
          },
    verdict:
      answer === null
        ? null
        : { equal: answer === "12", reason: "compared as numbers", gold: "12", pred: answer },
    arithmetic: falseEquations(one),
  };
}

function changed(row: Row, change: Change): Row {
  switch (change.kind) {
    case "gold":
      return {
        ...row,
        gold: { ...row.gold, answer: change.answer, by: change.answer === null ? null : "person" },
      };
    case "label":
      return withStep(row, change.trace, change.step, { label: change.label, by: change.label && change.by });
    case "stepText":
      return withStep(row, change.trace, change.step, { text: change.text });
    case "win":
      return withPair(row, change, change.win === null ? { win: null } : { win: change.win.text });
    case "lose":
      return withPair(row, change, { lose: change.text });
    case "verdict":
      return {
        ...row,
        traces: row.traces.map((one, at) =>
          at === change.trace
            ? { ...one, outcome: change.outcome ?? "unknown", outcomeBy: change.outcome && "person" }
            : one,
        ),
      };
    case "values":
      // The view never asks for these.
      return row;
  }
}

function withStep(row: Row, trace: number, step: number, fresh: Partial<Trace["steps"][number]>): Row {
  return {
    ...row,
    traces: row.traces.map((one, at) =>
      at === trace
        ? { ...one, steps: one.steps.map((old, index) => (index === step ? { ...old, ...fresh } : old)) }
        : one,
    ),
  };
}

function withPair(row: Row, at: { trace: number; step: number }, fresh: Partial<Pair>): Row {
  const isThere = row.pairs.some((pair) => (pair.trace ?? 0) === at.trace && pair.step === at.step);
  const made: Pair = {
    trace: at.trace,
    step: at.step,
    prefix: "",
    win: null,
    lose: stripMarker(row.traces[at.trace]?.steps[at.step]?.text ?? ""),
    run: null,
    from: "sidecar",
    ...fresh,
  };
  const pairs = row.pairs
    .map((pair) => ((pair.trace ?? 0) === at.trace && pair.step === at.step ? { ...pair, ...fresh } : pair))
    .filter((pair) => pair.win !== null || pair.from === "row");
  return { ...row, pairs: isThere ? pairs : [...row.pairs, made] };
}
