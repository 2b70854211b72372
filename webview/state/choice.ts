import type { RectifyChoice } from "../../src/protocol/traceEditor.ts";

/** The settings of "Rectify from This Step" as typed. */
export interface ChoiceFields {
  readonly n: string;
  readonly temperature: string;
  readonly topP: string;
  readonly maxTokens: string;
  /** Empty samples all. */
  readonly stopAfterWins: string;
  /** Empty takes another seed each time. */
  readonly seed: string;
  readonly form: RectifyChoice["form"];
}

/** A number field of the settings. */
export type ChoiceField = Exclude<keyof ChoiceFields, "form">;

/** The settings as fields. */
export function choiceFields({ sampling, stopAfterWins, form }: RectifyChoice): ChoiceFields {
  return {
    n: String(sampling.n),
    temperature: String(sampling.temperature),
    topP: String(sampling.topP),
    maxTokens: String(sampling.maxTokens),
    stopAfterWins: stopAfterWins === null ? "" : String(stopAfterWins),
    seed: sampling.seed === null ? "" : String(sampling.seed),
    form,
  };
}

interface Limits {
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
  readonly optional: boolean;
}

const limits: Readonly<Record<ChoiceField, Limits>> = {
  n: { low: 1, high: 1000, whole: true, optional: false },
  temperature: { low: 0, high: 5, whole: false, optional: false },
  topP: { low: 0.01, high: 1, whole: false, optional: false },
  maxTokens: { low: 1, high: 100_000, whole: true, optional: false },
  stopAfterWins: { low: 1, high: 1000, whole: true, optional: true },
  seed: { low: 0, high: 4_294_967_295, whole: true, optional: true },
};

/** What is wrong with a field as typed, or null. */
export function fieldError(field: ChoiceField, typed: string): string | null {
  const { low, high, whole, optional } = limits[field];
  if (typed.trim() === "") return optional ? null : `Needs a number from ${low} to ${high}.`;
  const value = Number(typed);
  if (Number.isFinite(value) && value >= low && value <= high && (!whole || Number.isInteger(value)))
    return null;
  return `Must be a ${whole ? "whole number" : "number"} from ${low} to ${high}${optional ? ", or empty" : ""}.`;
}

/** The settings that the fields say; null where one of them is wrong. */
export function readChoice(fields: ChoiceFields): RectifyChoice | null {
  const names = Object.keys(limits) as ChoiceField[];
  if (names.some((name) => fieldError(name, fields[name]) !== null)) return null;
  const optional = (typed: string) => (typed.trim() === "" ? null : Number(typed));
  return {
    sampling: {
      n: Number(fields.n),
      temperature: Number(fields.temperature),
      topP: Number(fields.topP),
      maxTokens: Number(fields.maxTokens),
      seed: optional(fields.seed),
    },
    stopAfterWins: optional(fields.stopAfterWins),
    form: fields.form,
  };
}

/** The settings in one line. */
export function choiceSummary({ sampling, stopAfterWins, form }: RectifyChoice): string {
  return [
    `${sampling.n} samples`,
    `temperature ${sampling.temperature}`,
    `top-p ${sampling.topP}`,
    `${sampling.maxTokens} tokens`,
    stopAfterWins === null
      ? "no early stop"
      : `stop after ${stopAfterWins} win${stopAfterWins === 1 ? "" : "s"}`,
    form === "native" ? "native form" : '"Step k:" form',
    ...(sampling.seed === null ? [] : [`seed ${sampling.seed}`]),
  ].join(" · ");
}
