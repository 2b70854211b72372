/**
 * Lets streamed text through up to the first stop string, which may be cut anywhere between pieces: an end of the text
 * that could be the start of one is held back until it is clear.
 */
export class StopStrings {
  readonly #stops: readonly string[];
  #held = "";
  #stopped = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== "");
  }

  /** True once a stop string has come; nothing passes any more. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes the next piece and returns what may be shown. */
  push(piece: string): string {
    if (this.#stopped) return "";
    const text = this.#held + piece;
    const at = Math.min(...this.#stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0));
    if (Number.isFinite(at)) {
      this.#stopped = true;
      this.#held = "";
      return text.slice(0, at);
    }
    const held = Math.max(0, ...this.#stops.map((stop) => overlap(text, stop)));
    this.#held = text.slice(text.length - held);
    return text.slice(0, text.length - held);
  }

  /** What was held back when the text ends without a stop string. */
  flush(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}

/** Length of the longest end of `text` that is a start of `stop`, shorter than `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
