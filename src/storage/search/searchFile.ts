import type { ByteQuery } from "./needle.ts";
import { oddRowsOf } from "./oddRows.ts";
import { longestRow } from "../containers/rowText.ts";
import type { Found } from "./searchStretch.ts";
import { searchInThread, threads } from "./searchWorkers.ts";
import type { StoreTexts } from "../store.ts";
import type { Stretch } from "./stretch.ts";

/** Bytes that a thread searches at a time: it takes some milliseconds. */
const stretchBytes = 4 << 20;
/**
 * Stretches each thread is asked to search before the first of them is taken: this thread may be kept waiting. Those
 * with texts found in them take this thread some time, and may all come at once.
 */
const ahead = { rows: 8, texts: 2 };
let lastSearch = 0;

/**
 * Searches rows of a file in other threads, from a row on, in order.
 * @throws the signal's reason where aborted; Error where the file can't be read
 */
export async function* searchFile(
  texts: StoreTexts,
  from: number,
  query: ByteQuery,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const search = ++lastSearch;
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const cancel = (): void => void Atomics.store(cancelled, 0, 1);
  signal.addEventListener("abort", cancel);
  const odd = oddRowsOf(texts.index);
  const stretches = stretchesOf(texts, from);
  const asked: { readonly stretch: Stretch; readonly found: Promise<Found> }[] = [];
  const most = threads * (query.text === "" ? ahead.rows : ahead.texts);
  const askMore = (): void => {
    while (asked.length < most) {
      const { value: stretch } = stretches.next();
      if (stretch === undefined) return;
      const found = searchInThread({ search, query, stretch, cancelled });
      // Looked at in its turn, or not at all.
      found.catch(() => undefined);
      asked.push({ stretch, found });
    }
  };
  try {
    signal.throwIfAborted();
    askMore();
    for (let one = asked.shift(); one !== undefined; one = asked.shift()) {
      const found = await one.found;
      signal.throwIfAborted();
      const { first, starts } = one.stretch;
      // The last row may still grow.
      const learnt = Math.min(first + starts.length, texts.index.count - 1);
      if (found.odd !== null) odd.learn(first, learnt, found.odd);
      askMore();
      yield found;
    }
  } finally {
    cancel();
    signal.removeEventListener("abort", cancel);
    // The file may be closed once no thread reads it.
    await Promise.allSettled(asked.map(({ found }) => found));
  }
}

/** Rows from one on, in stretches; those that are too long to be read are left out. */
function* stretchesOf({ fd, index }: StoreTexts, from: number): Generator<Stretch, undefined> {
  const odd = oddRowsOf(index);
  const { starts, lengths } = index.columns();
  const endOf = (row: number): number => (starts[row] ?? 0) + (lengths[row] ?? 0);
  for (let first = from; first < starts.length;) {
    let to = first + 1;
    while (to < starts.length && endOf(to) - (starts[first] ?? 0) <= stretchBytes) to++;
    if ((lengths[first] ?? 0) <= longestRow) {
      yield {
        fd,
        first,
        starts: starts.slice(first, to),
        lengths: lengths.slice(first, to),
        odd: odd.among(first, to),
      };
    }
    first = to;
  }
  return undefined;
}
