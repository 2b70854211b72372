import type { Candidate, SamplingSettings } from "../core/candidate.ts";

/** Settings of rectifying one step. */
export interface RectifySettings {
  readonly sampling: SamplingSettings;
  /** Stop when this many distinct wins are found; null samples all. */
  readonly stopAfterWins: number | null;
  /** `native` continues in the trace's own form (win and lose compare); `step` rewrites the prefix into "Step k:" and is marked. */
  readonly form: "native" | "step";
}

/** What comes while a step is rectified. */
export type RectifyEvent =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  | { readonly kind: "progress"; readonly message: string }
  | { readonly kind: "end"; readonly summary: RectifySummary };

/** Counts at the end of rectifying a step. */
export interface RectifySummary {
  readonly sampled: number;
  readonly wins: number;
  readonly wrong: number;
  readonly unknown: number;
  readonly failed: number;
  readonly tokens: number;
  readonly ms: number;
  /** Why it ended. */
  readonly reason: "all sampled" | "enough wins" | "cancelled" | "failed";
  /** Run folder that holds the candidates; null where none is kept. */
  readonly run: string | null;
  readonly error: string | null;
}
