/**
 * Takes a begun answer away from the start of the text, for servers that send it again. Text that agrees with it so far
 * is held back; where it turns out not to be a repetition, all of it passes. White space at its end may be missing, since
 * some servers trim it.
 */
export class RepeatedPrefill {
  readonly #begun: string;
  #held = "";
  #done: boolean;

  constructor(begun: string) {
    this.#begun = begun.trimEnd();
    this.#done = this.#begun === "";
  }

  /** Takes the next piece and returns what is new. */
  push(piece: string): string {
    if (this.#done) return piece;
    this.#held += piece;
    const text = this.#held.trimStart();
    if (text.startsWith(this.#begun)) return this.#end(text.slice(this.#begun.length));
    return this.#begun.startsWith(text) ? "" : this.#end(this.#held);
  }

  /** What was held back when the text ends. */
  flush(): string {
    return this.#done ? "" : this.#end(this.#held);
  }

  #end(text: string): string {
    this.#done = true;
    this.#held = "";
    return text;
  }
}
