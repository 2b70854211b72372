import type { Row, Trace } from "../core/model.ts";
import { defineFormat } from "./define.ts";
import { hasTexts, metaOf, scalarAt, textAt } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { fullText, losingTrace, prefixPart, winningTrace, winWriter, type PairSide } from "./pairParts.ts";
import { fileGold, goldAt, partAt, type Parsed } from "./parsed.ts";
import { openedStep, promptParts } from "./prompt.ts";

/** Math-Step-DPO-10K, the published pairs, and the file beside a dataset that holds its pairs (same fields and a key). */
export const mathStepDpo = defineFormat({
  id: "math-step-dpo",
  title: "Math-Step-DPO-10K",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: (value) => hasTexts(value, "prompt", "initial_reason_steps", "chosen", "rejected"),
  parse: (value) => parsePair(value, "initial_reason_steps", ["full_chosen", "full_rejected"]),
  create: (row) => {
    const pair = pairOf(row);
    if (pair === null) return null;
    return {
      dataset: pair.dataset,
      prompt: row.problem,
      initial_reason_steps: pair.prefix,
      chosen: pair.win,
      rejected: pair.lose,
      full_chosen: pair.fullWin,
      full_rejected: pair.fullLose,
      answer: row.gold.answer ?? "",
    };
  },
});

/** Pairs as the reference pipeline's merge script writes them: `prefix` for what training reads as `initial_reason_steps`. */
export const stepDpoMerged = defineFormat({
  id: "step-dpo-merged",
  title: "Step-DPO merged pairs",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: (value) => hasTexts(value, "prompt", "prefix", "chosen", "rejected"),
  parse: (value) => parsePair(value, "prefix", ["original_chosen", null]),
  create: (row) => {
    const pair = pairOf(row);
    if (pair === null) return null;
    return {
      dataset: pair.dataset,
      prompt: row.problem,
      prefix: pair.prefix,
      chosen: pair.win,
      rejected: pair.lose,
      original_chosen: pair.fullWin,
      answer: row.gold.answer ?? "",
    };
  },
});

function parsePair(
  value: JsonObject,
  prefixKey: string,
  [fullWin, fullLose]: readonly [string, string | null],
): Parsed {
  const before = { prompt: textAt(value, "prompt"), prefix: textAt(value, prefixKey) };
  const win = side(value, "chosen", fullWin, before);
  const lose = side(value, "rejected", fullLose, before);
  const prefix = prefixPart(partAt(before.prefix, prefixKey), [win, lose]);
  const known = ["prompt", prefixKey, "chosen", "rejected", "answer", fullWin, fullLose ?? ""];
  return {
    problem: promptParts(before.prompt).problem,
    gold: fileGold(scalarAt(value, "answer")),
    writeGold: goldAt("answer"),
    traces: [losingTrace([prefix], lose), winningTrace([prefix], win)],
    pair: {
      trace: 0,
      prefix: prefix.text,
      win: win.text,
      lose: lose.text,
      writeWin: winWriter(["chosen"], win.full),
    },
    meta: metaOf(value, ...known),
  };
}

function side(
  value: JsonObject,
  key: string,
  fullKey: string | null,
  before: { readonly prompt: string; readonly prefix: string },
): PairSide {
  const text = textAt(value, key);
  const full = fullKey === null ? undefined : value[fullKey];
  const held = fullKey === null || typeof full !== "string" ? null : fullText(full, [fullKey], text, before);
  return { text, path: [key], full: held };
}

interface WholePair {
  readonly dataset: string;
  readonly prefix: string;
  readonly win: string;
  readonly lose: string;
  /** The continuations that win and lose start, where a trace holds them. */
  readonly fullWin: string;
  readonly fullLose: string;
}

/** A row's pair with all that the published fields ask for; null where win or lose is missing. */
function pairOf({ pairs: [pair], traces, meta }: Row): WholePair | null {
  if (pair?.win == null || pair.lose === null) return null;
  const { win, lose } = pair;
  // These formats say that the losing step is an error; of a plain preference nobody has said so.
  const wrong = pair.trace !== null && traces[pair.trace]?.outcome === "wrong";
  const opened = openedStep(pair.prefix) !== null;
  if (!wrong && !opened) return null;
  const loser = pair.trace === null ? undefined : traces[pair.trace];
  const winners = traces.filter((trace) => trace !== loser);
  const continuation = (start: string, among: readonly (Trace | undefined)[]): string =>
    among.find((trace) => trace?.text.startsWith(pair.prefix + start))?.text.slice(pair.prefix.length) ??
    start;
  // What opens a step is the mark alone, whatever space another format has between turns.
  const prefix = opened ? pair.prefix.trimEnd() : pair.prefix;
  const dataset = meta.find((field) => field.name === "dataset")?.value ?? "";
  return {
    ...{ dataset, prefix, win, lose },
    // An empty win, or one that the lose starts with, is no start of the losing trace.
    fullWin: continuation(win, winners),
    fullLose: continuation(lose, loser === undefined ? traces : [loser]),
  };
}
