import type { JsonBytes } from "./jsonTokens.ts";
import type { Anchors } from "./needle.ts";
import type { Spelling } from "./spelling.ts";

/** Bytes looked at one by one before the platform is asked. */
const nearby = 24;
/** Longer runs the platform looks for in a way that is slower where the first byte is rare. */
const longestRun = 4;

/**
 * Finds byte runs by their rarest bytes and what follows those, which the platform looks for faster than code that sees
 * every byte.
 */
export class Finder {
  readonly #streams: Stream[];

  /**
   * @param choices for each text that is looked for, the choice of what to tell it by
   * @param sample bytes like those to be searched, which tell how often each byte comes
   */
  constructor(choices: readonly (readonly Anchors[])[], sample: Uint8Array) {
    const often = new Uint32Array(256);
    for (const byte of sample) often[byte] = (often[byte] ?? 0) + 1;
    this.#streams = choices.flatMap((anchors) => {
      const plans = anchors.map((spellings) => spellings.map((spelling) => planOf(spelling, often)));
      const costs = plans.map((plan) => plan.reduce((sum, { cost }) => sum + cost, 0));
      const cheapest = plans[costs.indexOf(Math.min(...costs))] ?? [];
      return cheapest.flatMap(({ spelling, place }) =>
        (spelling[place] ?? []).map((byte) => new Stream(spelling, place, byte)),
      );
    });
  }

  /** Goes on with other bytes. */
  reset({ bytes }: JsonBytes): void {
    for (const stream of this.#streams) stream.reset(bytes);
  }

  /** The first place at or after `from` where one of the runs starts; Infinity where none does. Calls go forward. */
  next(from: number): number {
    let first = Infinity;
    for (const stream of this.#streams) first = Math.min(first, stream.next(from));
    return first;
  }
}

/** How to look for a run: the place of its rarest bytes, and what that costs, as a number of places looked at. */
interface Plan {
  readonly spelling: Spelling;
  readonly place: number;
  readonly cost: number;
}

/** A run this short lies in many rows, each of which is then walked, which costs as much as so many places. */
const short = { bytes: 3, cost: 50 };

function planOf(spelling: Spelling, often: Uint32Array): Plan {
  const costs = spelling.map((bytes) => bytes.reduce((sum, byte) => sum + (often[byte] ?? 0) + 1, 0));
  const least = Math.min(...costs);
  const cost = spelling.length > short.bytes ? least : least * short.cost;
  return { spelling, place: costs.indexOf(least), cost };
}

/** The places of one run that has a certain byte at a certain place. */
class Stream {
  readonly #sets: readonly Uint8Array[];
  readonly #place: number;
  readonly #byte: number;
  /** The byte and some that follow, where those are written one way. */
  readonly #run: Buffer | number;
  #bytes: Buffer = Buffer.alloc(0);
  #found = -1;

  constructor(spelling: Spelling, place: number, byte: number) {
    this.#sets = spelling.map((bytes) => {
      const set = new Uint8Array(256);
      for (const one of bytes) set[one] = 1;
      return set;
    });
    this.#place = place;
    this.#byte = byte;
    const rest = spelling.slice(place + 1, place + longestRun);
    const end = rest.findIndex((bytes) => bytes.length > 1);
    const run = [byte, ...rest.slice(0, end < 0 ? rest.length : end).flat()];
    this.#run = run.length === 1 ? byte : Buffer.from(run);
  }

  reset(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#found = -1;
  }

  next(from: number): number {
    if (this.#found >= from) return this.#found;
    for (let at = this.#seek(from + this.#place); at >= 0; at = this.#seek(at + 1)) {
      if (this.#isAt(at - this.#place)) return (this.#found = at - this.#place);
    }
    return (this.#found = Infinity);
  }

  /** The byte's next place, or -1. A call to the platform costs as much as looking at some bytes here. */
  #seek(from: number): number {
    const [bytes, byte] = [this.#bytes, this.#byte];
    const near = Math.min(from + nearby, bytes.length);
    for (let at = from; at < near; at++) if (bytes[at] === byte) return at;
    return bytes.indexOf(this.#run, near);
  }

  #isAt(start: number): boolean {
    const [bytes, sets] = [this.#bytes, this.#sets];
    for (let k = 0; k < sets.length; k++) {
      // Past the end there is no byte, and none is in no set.
      if (sets[k]?.[bytes[start + k] ?? 0] !== 1) return false;
    }
    return start + sets.length <= bytes.length;
  }
}
