import type { Label } from "../core/model.ts";
import type { JsonValue } from "./format.ts";
import type { Path } from "./fields.ts";
import type { LabelWriter } from "./parsed.ts";

/**
 * What a format that holds only the first error says of each step: steps before it are correct, it is incorrect,
 * later ones are not judged. All are correct where there is no error.
 */
export function labelsOfFirstError(first: number | null, count: number): (Label | null)[] {
  return Array.from({ length: count }, (_, step) =>
    first === null || step < first ? "correct" : step === first ? "incorrect" : null,
  );
}

/**
 * Writes a label as the index of the first error. Only the earliest incorrect step counts; taking the mark off the
 * marked step moves it to the next incorrect one, or clears it.
 * @param none how the format says that there is no error
 */
export function firstErrorWriter(path: Path, current: number | null, none: JsonValue): LabelWriter {
  return (step, label, labels) => {
    if (label === "incorrect") {
      // A later error is beyond what one index can say.
      if (current !== null && current < step) return null;
      return { edits: [{ path, value: step }], exact: true };
    }
    if (step !== current)
      return { edits: [], exact: label === "correct" && (current === null || step < current) };
    const next = labels.findIndex((one, index) => index > step && one === "incorrect");
    // Taking the label off reads as correct from then on: an index can't say "not judged".
    return { edits: [{ path, value: next < 0 ? none : next }], exact: label !== "neutral" };
  };
}
