import { RepeatedPrefill } from "./prefill.ts";
import { InlineThinking } from "./thinking.ts";

/** The text of one choice as it comes: without a thought before it and without the begun answer sent again. */
export class ChoiceText {
  readonly #thinking = new InlineThinking();
  readonly #prefill: RepeatedPrefill;
  #text = "";
  #pieces = 0;

  constructor(begun: string) {
    this.#prefill = new RepeatedPrefill(begun);
  }

  get text(): string {
    return this.#text;
  }

  /** Pieces that came, thoughts included: about the number of tokens, since servers send them one by one. */
  get pieces(): number {
    return this.#pieces;
  }

  /** Takes the next piece and returns what is new of the answer. */
  push(piece: string): string {
    if (piece !== "") this.#pieces += 1;
    return this.#add(this.#prefill.push(this.#thinking.push(piece)));
  }

  /** Counts a piece of thought that the server keeps apart from the answer. */
  think(piece: string): void {
    if (piece !== "") this.#pieces += 1;
  }

  /** The last of the answer, when it ends. */
  flush(): string {
    const rest = this.#prefill.push(this.#thinking.flush()) + this.#prefill.flush();
    return this.#add(rest);
  }

  #add(delta: string): string {
    this.#text += delta;
    return delta;
  }
}
