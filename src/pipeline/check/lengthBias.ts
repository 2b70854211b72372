import { pairsIn } from "./pairTexts.ts";
import type { AcrossRule, AcrossRun, CheckedRow, Digest } from "./types.ts";

/** Fewer pairs than this say nothing. */
const fewest = 30;
/** Ratio of lengths, and share of pairs with the longer win, beyond which it is a bias. */
const [ratioLimit, shareLimit] = [1.25, 0.65];

/** Wins longer or shorter than loses, over the whole set. */
export const lengthBias: AcrossRule = {
  name: "length-bias",
  fixes: false,
  of: "dataset",
  severity: "warning",
  title: "Wins are longer or shorter than loses",
  help: "Where length tells win from lose, preference training learns length. Choose wins near their lose in length, or balance the set.",
  example: "wins have 420 characters on average, loses 300",
  acrossRows: true,
  anyLength: true,
  digest,
  start,
};

/** [pairs, length of their wins, of their loses, twice the pairs with the longer win]: ties count half. */
function digest(checked: CheckedRow): Digest {
  const sum = [0, 0, 0, 0] as [number, number, number, number];
  for (const { pair } of pairsIn(checked)) {
    if (!pair.win?.trim() || !pair.lose?.trim()) continue;
    const [win, lose] = [pair.win.trim().length, pair.lose.trim().length];
    sum[0]++;
    sum[1] += win;
    sum[2] += lose;
    sum[3] += win > lose ? 2 : win === lose ? 1 : 0;
  }
  return sum[0] === 0 ? [] : sum;
}

const columns = 4;

function start(): AcrossRun {
  /** Digests of all rows, one after the other: a row may be taken again. */
  let rows = new Uint32Array(0);
  const sums = new Float64Array(columns);
  return {
    take(row, numbers) {
      if (numbers.length === 0 && row * columns >= rows.length) return [];
      rows = withRoom(rows, (row + 1) * columns);
      for (let at = 0; at < columns; at++) {
        const place = row * columns + at;
        sums[at] = (sums[at] ?? 0) + (numbers[at] ?? 0) - (rows[place] ?? 0);
        rows[place] = numbers[at] ?? 0;
      }
      return [];
    },
    *all() {
      const [count = 0, win = 0, lose = 0, longer = 0] = sums;
      if (count < fewest) return;
      const [ratio, share] = [win / lose, longer / 2 / count];
      const biased = Math.max(ratio, 1 / ratio) > ratioLimit || Math.max(share, 1 - share) > shareLimit;
      if (!biased) return;
      yield {
        message: `Over ${count} pairs, wins have ${Math.round(win / count)} characters on average and loses ${Math.round(lose / count)}; the win is the longer one in ${Math.round(share * 100)}%.`,
      };
    },
  };
}

/** Growing by halves keeps the copies few. */
function withRoom(rows: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (length <= rows.length) return rows;
  const grown = new Uint32Array(Math.max(length, Math.ceil(rows.length * 1.5)));
  grown.set(rows);
  return grown;
}
