/** Searches stretches of files off the main thread, one after another, for several searches at a time. */
import { parentPort } from "node:worker_threads";
import { failureReason } from "../failures.ts";
import type { ByteQuery } from "./needle.ts";
import { StretchSearch, type Found } from "./searchStretch.ts";
import type { Stretch } from "./stretch.ts";

/** What the worker is asked. */
export interface SearchAsk {
  /** Of this question. */
  readonly id: number;
  /** Of the search it is part of. */
  readonly search: number;
  readonly query: ByteQuery;
  readonly stretch: Stretch;
  /** Its one number is 1 once the search is cancelled. */
  readonly cancelled: Int32Array;
}

/** What it says. */
export type SearchAnswer =
  { readonly id: number; readonly found: Found } | { readonly id: number; readonly failed: string };

/** Searches under way that are remembered; more at a time only cost the making of a new one. */
const remembered = 4;
const searches = new Map<number, StretchSearch>();

function searchOf({ search, query }: SearchAsk): StretchSearch {
  const known = searches.get(search);
  if (known !== undefined) return known;
  const [oldest] = searches.keys();
  if (searches.size >= remembered && oldest !== undefined) searches.delete(oldest);
  const fresh = new StretchSearch(query);
  searches.set(search, fresh);
  return fresh;
}

function answer(ask: SearchAsk): SearchAnswer {
  try {
    const cancelled = (): boolean => Atomics.load(ask.cancelled, 0) === 1;
    if (cancelled()) return { id: ask.id, found: { rows: new Uint32Array(0), places: null, odd: null } };
    return { id: ask.id, found: searchOf(ask).run(ask.stretch, cancelled) };
  } catch (error) {
    return { id: ask.id, failed: failureReason(error) };
  }
}

parentPort?.on("message", (ask: SearchAsk) => parentPort?.postMessage(answer(ask)));
