import type { FieldFacts, FieldMapping, MappingProposal, MappingTally, MappedRow } from "../core/mapping.ts";
import type { Splitter } from "../core/split.ts";
import type { SplitCount } from "../core/splitChoices.ts";

/** What a person chooses in the mapping panel. */
export interface MappingChoice {
  readonly mapping: FieldMapping;
  readonly splitter: Splitter;
}

/** What the mapping panel opens with. */
export interface MappingStart {
  /** File name for people. */
  readonly name: string;
  /** Rows of the file, and how many of them are JSON objects in the sample. */
  readonly rows: number;
  readonly sampled: number;
  /** Of the sampled rows, their indices in the file, from 0. */
  readonly indices: readonly number[];
  readonly fields: readonly FieldFacts[];
  readonly proposal: MappingProposal;
  /** The mapping in use, else the proposal; what was last chosen where the panel was hidden. */
  readonly choice: MappingChoice;
  /** Title of the format that most sampled rows are of without a mapping; null where they fit none. */
  readonly recognised: string | null;
  /** The glob in the settings whose mapping is in use; null where none is. */
  readonly stored: string | null;
  /** Where saving writes to, for people. */
  readonly where: string;
}

/** How the sample reads with a choice, and one of its rows in full. */
export interface MappingPreview {
  readonly tally: MappingTally;
  /** Whether any sampled label is a number. */
  readonly numberLabels: boolean;
  /** Null where there is no row to show. */
  readonly shown: ShownRow | null;
}

/** A sampled row as it reads, cut to what a panel can show. */
export interface ShownRow extends MappedRow {
  /** Place in the sample, from 0. */
  readonly at: number;
  /** Traces, and steps of each of the shown ones, before they were cut. */
  readonly traces: number;
  readonly steps: readonly number[];
  /** The row's JSON text, its start where it is long. */
  readonly raw: string;
  /** Steps that each splitter gives the row's traces; empty where the file keeps steps apart itself. */
  readonly splits: readonly SplitCount[];
}

/** Calls from the mapping panel to the extension host. Every call answers or fails with a message. */
export interface MappingHostApi {
  /** First call of a fresh panel. */
  start(): Promise<MappingStart>;
  /** @param at place in the sample, from 0 */
  preview(choice: MappingChoice, at: number): Promise<MappingPreview>;
  /** Keeps the choice in the settings, closes the panel and opens the dataset with it. */
  save(choice: MappingChoice): Promise<void>;
  /** Takes the file's mapping out of the settings, closes the panel and opens the dataset as recognised. */
  reset(): Promise<void>;
  /** Closes the panel. */
  cancel(): Promise<void>;
  openSettings(): Promise<void>;
}
