import { defineFormat } from "./define.ts";
import { isObject, scalarAt } from "./fields.ts";
import { noGold } from "./parsed.ts";

/** A line of `<name>.labels.jsonl`, which keeps the edits of a file that can't be rewritten: a row number and its `step_dpo` key. */
export const labelsFile = defineFormat({
  id: "step-dpo-labels",
  title: "Labels beside a dataset",
  can: { labels: "none", pair: false, traces: "none" },
  recognise: ({ row, step_dpo: kept }) => typeof row === "number" && isObject(kept),
  parse: (value) => ({
    problem: `Labels of row ${scalarAt(value, "row") ?? "?"}`,
    gold: noGold,
    traces: [],
    meta: [],
  }),
});
