import type { Candidate } from "../../core/candidate.ts";
import type { Win } from "../../core/change.ts";
import { sameStep } from "../../core/normalise.ts";
import { runName } from "../../pipeline/runFolder.ts";
import type { RectifyEvent, RectifySummary } from "../../pipeline/types.ts";
import type { Place, RectificationState, RectifyChoice } from "../../protocol/traceEditor.ts";
import { messageOf } from "../text.ts";
import { Batch, later, type Later } from "./batch.ts";

/** Who hears of a rectification: the trace editor where one is open, and the progress shown in the window. */
export interface RectificationListener {
  state(state: RectificationState): void;
  candidates(id: string, changed: readonly Candidate[], message: string | null): void;
}

/** What is rectified, with what. */
export interface RectificationStart {
  readonly id: string;
  readonly place: Place & { readonly step: number };
  readonly model: string;
  readonly choice: RectifyChoice;
  /** Samples and judges; ends at once when the signal aborts. */
  readonly run: (signal: AbortSignal) => AsyncIterable<RectifyEvent>;
}

/** About 15 updates a second: as many as the eye takes. */
const updateMs = 66;

/**
 * One rectification of one step: runs whether or not an editor shows it, so that hiding or closing the editor loses
 * nothing.
 */
export class Rectification {
  #state: RectificationState;
  #run: string | null = null;
  readonly #abort = new AbortController();
  readonly #batch: Batch<Candidate>;
  readonly #listeners = new Set<RectificationListener>();
  /** Resolves when sampling has ended, however it did. */
  readonly ended: Promise<void>;

  constructor(start: RectificationStart, schedule: Later = later) {
    const { run, ...rest } = start;
    this.#state = { ...rest, candidates: [], running: true, message: null, error: null, rejected: [] };
    this.#batch = new Batch(updateMs, schedule, (changed) => {
      for (const one of this.#listeners) one.candidates(start.id, changed, this.#state.message);
    });
    this.ended = this.#follow(run);
  }

  get state(): RectificationState {
    return this.#state;
  }

  listen(listener: RectificationListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(): void {
    this.#abort.abort();
  }

  reject(candidate: number): void {
    this.#candidate(candidate);
    this.#set({ rejected: [...new Set([...this.#state.rejected, candidate])] });
  }

  /**
   * The s_win that a candidate gives, as sampled or as the person edited it.
   * @param lose the losing step, which s_win may not equal
   * @throws Error, for the person, where it can't be one
   */
  win(candidate: number, editedText: string | null, lose: string | null): Win {
    const { state, firstStep, text } = this.#candidate(candidate);
    const edited = editedText !== null && editedText.trim() !== firstStep.trim();
    const win = edited ? editedText.trimEnd() : firstStep;
    if (state === "streaming") throw new Error("This candidate is still being sampled.");
    if (win.trim() === "") throw new Error("This candidate has no first step to accept.");
    if (lose !== null && sameStep(win, lose)) {
      throw new Error(
        "This text says the same as s_lose: such a pair teaches nothing. Choose or write another.",
      );
    }
    return { text: win, continuation: edited ? null : text, run: this.#run };
  }

  #candidate(index: number): Candidate {
    const found = this.#state.candidates.find((one) => one.index === index);
    if (found === undefined) throw new Error(`There is no candidate ${index + 1} here.`);
    return found;
  }

  async #follow(run: RectificationStart["run"]): Promise<void> {
    try {
      for await (const event of run(this.#abort.signal)) this.#take(event);
    } catch (error) {
      this.#state = { ...this.#state, error: messageOf(error) };
    }
    this.#batch.flush();
    this.#set({ running: false });
  }

  #take(event: RectifyEvent): void {
    if (event.kind === "candidate") this.#put(event.candidate);
    else if (event.kind === "progress") this.#set({ message: event.message });
    else {
      this.#run = event.summary.run === null ? null : runName(event.summary.run);
      this.#state = { ...this.#state, message: endMessage(event.summary), error: event.summary.error };
    }
  }

  #put(candidate: Candidate): void {
    const others = this.#state.candidates.filter((one) => one.index !== candidate.index);
    const candidates = [...others, candidate].sort((a, b) => a.index - b.index);
    // What was said while waiting is over once text comes.
    this.#state = { ...this.#state, candidates, message: null };
    this.#batch.add(candidate.index, candidate);
  }

  #set(change: Partial<RectificationState>): void {
    this.#state = { ...this.#state, ...change };
    for (const one of this.#listeners) one.state(this.#state);
  }
}

/** How a rectification ended, in one line. */
export function endMessage(summary: RectifySummary): string {
  const counts = [
    `${summary.sampled} sampled`,
    `${summary.wins} ${summary.wins === 1 ? "win" : "wins"}`,
    `${summary.wrong} wrong`,
    summary.unknown > 0 ? `${summary.unknown} unknown` : "",
    summary.failed > 0 ? `${summary.failed} failed` : "",
    `${summary.tokens.toLocaleString("en-US")} tokens in ${(summary.ms / 1000).toFixed(1)} s`,
  ].filter((part) => part !== "");
  const how = {
    "all sampled": "Done",
    "enough wins": "Enough wins",
    cancelled: "Cancelled",
    failed: "Failed",
  };
  return `${how[summary.reason]}: ${counts.join(", ")}.`;
}

/** The latest rectification of each dataset. A new one stops the one before: what that sampled is in its run folder. */
export class Rectifications {
  readonly #byDataset = new Map<string, Rectification>();
  readonly #listeners = new Set<() => void>();
  readonly #schedule: Later;

  constructor(schedule: Later = later) {
    this.#schedule = schedule;
  }

  /** Whether any is running. */
  get running(): boolean {
    return [...this.#byDataset.values()].some(({ state }) => state.running);
  }

  /** Calls back whenever one begins, ends or is forgotten. Returns what stops that. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  of(dataset: string): Rectification | null {
    return this.#byDataset.get(dataset) ?? null;
  }

  /** @throws Error where the dataset's rectification is another one by now */
  byId(dataset: string, id: string): Rectification {
    const found = this.of(dataset);
    if (found?.state.id !== id)
      throw new Error("This rectification has been closed; start it again from the step.");
    return found;
  }

  start(dataset: string, start: RectificationStart): Rectification {
    this.of(dataset)?.cancel();
    const fresh = new Rectification(start, this.#schedule);
    this.#byDataset.set(dataset, fresh);
    this.#tell();
    void fresh.ended.then(() => this.#tell());
    return fresh;
  }

  /** Stops it where it still runs, and forgets it. */
  dismiss(dataset: string, id: string): void {
    this.byId(dataset, id).cancel();
    this.#byDataset.delete(dataset);
    this.#tell();
  }

  /** Stops the one of that id; all, where none is given. */
  cancel(id: string | null): void {
    for (const one of this.#byDataset.values()) if (id === null || one.state.id === id) one.cancel();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
