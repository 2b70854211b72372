import { defineFormat } from "./define.ts";
import { hasTexts, metaOf, scalarAt, textAt } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { losingTrace, winningTrace, winWriter, type PairSide } from "./pairParts.ts";
import { fileGold, goldAt, partAt, type Parsed } from "./parsed.ts";
import { promptParts } from "./prompt.ts";

/** Math-Step-DPO-10K, the published pairs, and the file beside a dataset that holds its pairs (same fields and a key). */
export const mathStepDpo = defineFormat({
  id: "math-step-dpo",
  title: "Math-Step-DPO-10K",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: (value) => hasTexts(value, "prompt", "initial_reason_steps", "chosen", "rejected"),
  parse: (value) => parsePair(value, "initial_reason_steps", ["full_chosen", "full_rejected"]),
});

/** Pairs as the reference pipeline's merge script writes them: `prefix` for what training reads as `initial_reason_steps`. */
export const stepDpoMerged = defineFormat({
  id: "step-dpo-merged",
  title: "Step-DPO merged pairs",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: (value) => hasTexts(value, "prompt", "prefix", "chosen", "rejected"),
  parse: (value) => parsePair(value, "prefix", ["original_chosen", null]),
});

function parsePair(
  value: JsonObject,
  prefixKey: string,
  [fullWin, fullLose]: readonly [string, string | null],
): Parsed {
  const prefix = partAt(textAt(value, prefixKey), prefixKey);
  const win = side(value, "chosen", fullWin);
  const lose = side(value, "rejected", fullLose);
  const known = ["prompt", prefixKey, "chosen", "rejected", "answer", fullWin, fullLose ?? ""];
  return {
    problem: promptParts(textAt(value, "prompt")).problem,
    gold: fileGold(scalarAt(value, "answer")),
    writeGold: goldAt("answer"),
    traces: [losingTrace([prefix], lose), winningTrace([prefix], win)],
    pair: {
      trace: 0,
      prefix: prefix.text,
      win: win.text,
      lose: lose.text,
      writeWin: winWriter(["chosen"], win.full === null ? null : win.full.path),
    },
    meta: metaOf(value, ...known),
  };
}

function side(value: JsonObject, key: string, fullKey: string | null): PairSide {
  const full = fullKey === null ? undefined : value[fullKey];
  return {
    text: textAt(value, key),
    path: [key],
    full: fullKey === null || typeof full !== "string" ? null : { text: full, path: [fullKey] },
  };
}
