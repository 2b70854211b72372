import type { Label } from "../core/model.ts";

const decision = /\bstep\s*(\d{1,3})\**\s*[:：]\s*\**\s*(correct|neutral|incorrect)\b/giu;

/**
 * Labels by step (from 0) in a judge's answer: "Final Decision:\nStep 1: correct; Step 2: incorrect". What stands
 * before the last "Final Decision" is its reasoning and does not count. Stops at the first incorrect step, as the
 * judge is told to.
 */
export function judgedLabels(output: string): Map<number, Label> {
  const at = output.toLowerCase().lastIndexOf("final decision");
  const labels = new Map<number, Label>();
  for (const [, step, word] of output.slice(Math.max(0, at)).matchAll(decision)) {
    const label = (word ?? "").toLowerCase() as Label;
    labels.set(Number(step) - 1, label);
    if (label === "incorrect") break;
  }
  return labels;
}

/** Labels as a judge is asked to end its answer. */
export function decisionText(labels: readonly Label[]): string {
  return `Final Decision:\n${labels.map((label, index) => `Step ${index + 1}: ${label}`).join("; ")}`;
}
