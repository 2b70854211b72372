import type { Label } from "../core/model.ts";
import type { JsonEdit, ReadOptions } from "./format.ts";
import type { LabelWrite, LabelWriter } from "./parsed.ts";

/** The label that a format with only true and false has. */
export function labelOfTruth(truth: boolean | null): Label | null {
  return truth === null ? null : truth ? "correct" : "incorrect";
}

/**
 * Writes a label where the format knows true and false alone: neutral as the setting says, and kept exactly under
 * `step_dpo`; no label leaves the field as it is.
 */
export function truthWriter(write: (step: number, truth: boolean) => readonly JsonEdit[]): LabelWriter {
  return (step, label, _labels, options): LabelWrite => {
    if (label === null) return { edits: [], exact: false };
    return { edits: write(step, truthOf(label, options)), exact: label !== "neutral" };
  };
}

/** A label as true or false. */
export function truthOf(label: Label, options: Pick<ReadOptions, "neutralAs">): boolean {
  return label === "neutral" ? options.neutralAs : label === "correct";
}
