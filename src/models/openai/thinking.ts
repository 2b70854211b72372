const open = "<think>";
const close = "</think>";

/** Parts an answer from a thought written before it as `<think>…</think>`. */
export class InlineThinking {
  #state: "start" | "thinking" | "between" | "answer" = "start";
  #held = "";

  /** Takes the next piece and returns what of it is answer. */
  push(piece: string): string {
    if (this.#state === "answer") return piece;
    this.#held += piece;
    if (this.#state === "start") {
      const text = this.#held.trimStart();
      if (text.startsWith(open)) this.#state = "thinking";
      else if (open.startsWith(text)) return "";
      else return this.#answer(this.#held);
    }
    const at = this.#held.indexOf(close);
    if (this.#state === "thinking" && at >= 0) {
      this.#held = this.#held.slice(at + close.length);
      this.#state = "between";
    }
    const text = this.#held.trimStart();
    return this.#state === "between" && text !== "" ? this.#answer(text) : "";
  }

  /** What was held back when the text ends; an unfinished thought is no answer. */
  flush(): string {
    return this.#state === "start" ? this.#answer(this.#held) : "";
  }

  #answer(text: string): string {
    this.#state = "answer";
    this.#held = "";
    return text;
  }
}
