import { pairsIn } from "./pairTexts.ts";
import type { Rule, RuleRun } from "./types.ts";

/** Fewer pairs than this say nothing. */
const fewest = 30;
/** Ratio of lengths, and share of pairs with the longer win, beyond which it is a bias. */
const [ratioLimit, shareLimit] = [1.25, 0.65];

/** Wins longer or shorter than loses, over the whole set. */
export const lengthBias: Rule = {
  name: "length-bias",
  fixes: false,
  of: "dataset",
  severity: "warning",
  title: "Wins are longer or shorter than loses",
  help: "Where length tells win from lose, preference training learns length. Choose wins near their lose in length, or balance the set.",
  acrossRows: true,
  anyLength: true,
  start,
};

function start(): RuleRun {
  let [count, win, lose, longer] = [0, 0, 0, 0];
  return {
    row(checked) {
      for (const { pair } of pairsIn(checked)) {
        if (!pair.win?.trim() || !pair.lose?.trim()) continue;
        const [a, b] = [pair.win.trim().length, pair.lose.trim().length];
        count++;
        win += a;
        lose += b;
        longer += a > b ? 1 : a === b ? 0.5 : 0;
      }
      return [];
    },
    *end() {
      if (count < fewest) return;
      const [ratio, share] = [win / lose, longer / count];
      const biased = Math.max(ratio, 1 / ratio) > ratioLimit || Math.max(share, 1 - share) > shareLimit;
      if (!biased) return;
      yield {
        message: `Over ${count} pairs, wins have ${Math.round(win / count)} characters on average and loses ${Math.round(lose / count)}; the win is the longer one in ${Math.round(share * 100)}%.`,
      };
    },
  };
}
