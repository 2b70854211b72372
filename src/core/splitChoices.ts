import type { Trace } from "./model.ts";
import { splitSteps, type Splitter } from "./split.ts";

/** A way to cut traces that a person can choose. */
export interface SplitChoice {
  readonly splitter: Splitter;
  readonly title: string;
  readonly detail: string;
}

/** How many steps a splitter gives. */
export interface SplitCount {
  readonly splitter: Splitter;
  readonly steps: number;
}

/** The ways to cut that need nothing typed, in the order that they are offered. */
export const splitChoices: readonly SplitChoice[] = [
  {
    splitter: "auto",
    title: "Automatic",
    detail: "The first that fits: “Step i:” markers, numbered list, paragraphs, lines",
  },
  { splitter: "step", title: "“Step i:” markers", detail: "Before each “Step i:”, in any of ten languages" },
  { splitter: "numbered", title: "Numbered list", detail: "Before each “1.”, “2.”, …" },
  { splitter: "paragraphs", title: "Paragraphs", detail: "After each empty line" },
  { splitter: "lines", title: "Lines", detail: "After each line" },
  { splitter: "sentences", title: "Sentences", detail: "After each sentence; none inside a formula" },
  { splitter: "tag:ки", title: "Tag “ки”", detail: "After each “ки”, the mark of Math-Shepherd" },
];

/** Longer traces (UTF-16 units, together) are not cut again only to count. */
const longestCounted = 200_000;

/** Traces that a splitter cuts; the others keep their steps apart in the file. */
export function splitTraces(traces: readonly Trace[]): readonly string[] {
  return traces.filter((trace) => !trace.fixedSteps).map((trace) => trace.text);
}

/** How many steps texts get from a splitter; null where they are too long to try. @throws SplitterError */
export function countSteps(texts: readonly string[], splitter: Splitter): number | null {
  if (texts.reduce((sum, text) => sum + text.length, 0) > longestCounted) return null;
  return texts.reduce((sum, text) => sum + splitSteps(text, splitter).length, 0);
}

/** How many steps texts get from each way to cut. */
export function countSplits(texts: readonly string[]): SplitCount[] {
  if (texts.length === 0) return [];
  return splitChoices.flatMap(({ splitter }) => {
    const steps = countSteps(texts, splitter);
    return steps === null ? [] : [{ splitter, steps }];
  });
}
