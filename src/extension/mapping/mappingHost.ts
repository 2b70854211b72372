import type { FieldMapping } from "../../core/mapping.ts";
import type { Row } from "../../core/model.ts";
import { countSplits, splitTraces } from "../../core/splitChoices.ts";
import type { Splitter } from "../../core/split.ts";
import { fieldFacts, numberLabels, proposeMapping, recogniseRow } from "../../formats/index.ts";
import { mapRow, tallyMapping } from "../../pipeline/mapping/preview.ts";
import type { SampledRow } from "../../pipeline/mapping/sample.ts";
import type {
  MappingChoice,
  MappingHostApi,
  MappingPreview,
  MappingStart,
  ShownRow,
} from "../../protocol/mapping.ts";

/** What the mapping panel's host needs of the world. */
export interface MappingPorts {
  /** File name for people. */
  readonly name: string;
  readonly rows: number;
  readonly sample: readonly SampledRow[];
  readonly splitter: Splitter;
  /** The mapping in use, and the glob in the settings that it stands under; null where there is none. */
  readonly stored: { readonly glob: string; readonly value: FieldMapping } | null;
  readonly where: string;
  readonly save: (choice: MappingChoice) => Promise<void>;
  readonly reset: () => Promise<void>;
  readonly close: () => void;
  readonly openSettings: () => Promise<void>;
}

/** Most traces of a row, and steps of a trace, that the panel shows. */
const shownTraces = 8;
const shownSteps = 60;
/** Most of a text (UTF-16 units) that it shows. */
const shownText = 4000;
/** Most of its JSON text. */
const shownRaw = 20_000;

/** The host's side of a mapping panel. Knows nothing of VS Code. */
export class MappingHost implements MappingHostApi {
  readonly #ports: MappingPorts;
  #choice: MappingChoice | null = null;

  constructor(ports: MappingPorts) {
    this.#ports = ports;
  }

  start(): Promise<MappingStart> {
    const { name, rows, sample, splitter, stored, where } = this.#ports;
    const values = sample.map(({ value }) => value);
    const proposal = proposeMapping(values);
    return Promise.resolve({
      ...{ name, rows, proposal, where },
      sampled: sample.length,
      indices: sample.map(({ index }) => index),
      fields: fieldFacts(values),
      choice: this.#choice ?? { mapping: stored?.value ?? proposal.mapping, splitter },
      recognised: mostRecognised(sample),
      stored: stored?.glob ?? null,
    });
  }

  preview(choice: MappingChoice, at: number): Promise<MappingPreview> {
    this.#choice = choice;
    const { sample } = this.#ports;
    const sampled = sample[at];
    const values = sample.map(({ value }) => value);
    return Promise.resolve({
      tally: tallyMapping(sample, choice.mapping, choice.splitter),
      numberLabels: numberLabels(values, choice.mapping).length > 0,
      shown: sampled === undefined ? null : shownRow(sampled, at, choice),
    });
  }

  async save(choice: MappingChoice): Promise<void> {
    const { problems } = tallyMapping(this.#ports.sample, choice.mapping, choice.splitter);
    if (problems === 0)
      throw new Error(
        "With this mapping none of the sampled rows can be read. Map the problem or a trace first.",
      );
    await this.#ports.save(choice);
  }

  reset(): Promise<void> {
    return this.#ports.reset();
  }

  cancel(): Promise<void> {
    this.#ports.close();
    return Promise.resolve();
  }

  openSettings(): Promise<void> {
    return this.#ports.openSettings();
  }
}

function mostRecognised(sample: readonly SampledRow[]): string | null {
  const counts = new Map<string, number>();
  for (const { value } of sample) {
    const title = recogniseRow(value)?.title;
    if (title !== undefined) counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] * 2 >= sample.length ? most[0] : null;
}

function shownRow(sampled: SampledRow, at: number, { mapping, splitter }: MappingChoice): ShownRow {
  const mapped = mapRow(sampled, mapping, splitter);
  const traces = mapped.row?.traces ?? [];
  return {
    ...mapped,
    at,
    row: mapped.row === null ? null : cut(mapped.row),
    traces: traces.length,
    steps: traces.slice(0, shownTraces).map((trace) => trace.steps.length),
    raw: JSON.stringify(sampled.value, null, 2).slice(0, shownRaw),
    splits: countSplits(splitTraces(traces)),
  };
}

/** A row may hold megabytes; a preview need not. */
function cut(row: Row): Row {
  const short = (text: string): string => (text.length > shownText ? `${text.slice(0, shownText)}…` : text);
  return {
    ...row,
    problem: short(row.problem),
    gold: { ...row.gold, solution: row.gold.solution === null ? null : short(row.gold.solution) },
    traces: row.traces.slice(0, shownTraces).map((trace) => ({
      ...trace,
      // The steps have it.
      text: "",
      steps: trace.steps.slice(0, shownSteps).map((step) => ({ ...step, text: short(step.text) })),
    })),
    pairs: row.pairs.map((pair) => ({
      ...pair,
      prefix: short(pair.prefix),
      win: pair.win === null ? null : short(pair.win),
      lose: pair.lose === null ? null : short(pair.lose),
    })),
    meta: [],
  };
}
