import type { RectificationState } from "../../protocol/traceEditor.ts";

/** "Row 12, step 3: 4 of 20, 1 win". */
export function progressText({
  place,
  candidates,
  choice,
}: Pick<RectificationState, "place" | "candidates" | "choice">): string {
  const done = candidates.filter((one) => one.state !== "streaming").length;
  const wins = candidates.filter((one) => one.state === "win").length;
  return `Row ${place.row + 1}, step ${place.step + 1}: ${done} of ${choice.sampling.n}, ${wins} ${wins === 1 ? "win" : "wins"}`;
}
