import { MAX_NESTING, MAX_NODES, TooManyParts, UnreadableAnswer } from "../limits.ts";
import type { Token } from "./token.ts";

const END: Token = { type: "end", text: "", spaced: false };

/** A separator stronger than a comma: before which item it stands, and whether it may be no more than a comma after all. */
export interface Break {
  readonly before: number;
  readonly weak: boolean;
}

/** A place in a list of tokens, with the budget of nodes and nesting that bounds the reading. */
export class Cursor {
  private readonly tokens: Token[];
  private at = 0;
  private nodes = 0;
  private nesting = 0;
  /** How many absolute-value bars are open, so that a bar is known to close one. */
  bars = 0;
  /** Whether a colon here means "such that" and not a ratio. */
  colonEnds = false;
  private retries = 0;
  /** What joined the items read last. */
  connector: "," | "and" | "or" = ",";
  /** The strong separators among them. */
  breaks: readonly Break[] = [];

  constructor(tokens: readonly Token[]) {
    this.tokens = [...tokens];
  }

  /** The token `ahead` places on; a token of type "end" past the last. */
  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? END;
  }

  /** The token here, and moves past it. */
  next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  /** Whether the token here is this operator. */
  isOperator(...texts: readonly string[]): boolean {
    const token = this.peek();
    return token.type === "operator" && texts.includes(token.text);
  }

  /** Moves past the operator if it is here, and says whether it was. */
  take(text: string): boolean {
    if (!this.isOperator(text)) return false;
    this.at += 1;
    return true;
  }

  /** Whether a token of this type and text is here. */
  is(type: Token["type"], text?: string): boolean {
    const token = this.peek();
    return token.type === type && (text === undefined || token.text === text);
  }

  /** Puts tokens in the place of the last one read. */
  replaceLast(...tokens: Token[]): void {
    this.at -= 1;
    this.tokens.splice(this.at, 1, ...tokens);
  }

  /** This place, to come back to with `rewind`. */
  mark(): number {
    return this.at;
  }

  /** Goes back to a place given by `mark`. */
  rewind(mark: number): void {
    this.at = mark;
  }

  /** The tokens from a mark up to here. */
  since(mark: number): readonly Token[] {
    return this.tokens.slice(mark, this.at);
  }

  /** The tokens from here up to `count` on. */
  slice(count: number): readonly Token[] {
    return this.tokens.slice(this.at, this.at + count);
  }

  /** How many tokens are left. */
  left(): number {
    return this.tokens.length - this.at;
  }

  /** Counts one node. @throws TooManyParts past MAX_NODES. */
  count(): void {
    this.nodes += 1;
    if (this.nodes > 4 * MAX_NODES) throw new TooManyParts();
  }

  /** Runs `read` one level deeper. @throws UnreadableAnswer past MAX_NESTING. */
  deeper<T>(read: () => T): T {
    this.nesting += 1;
    if (this.nesting > 3 * MAX_NESTING) throw new UnreadableAnswer(`nested deeper than ${MAX_NESTING}`);
    try {
      return read();
    } finally {
      this.nesting -= 1;
    }
  }

  /** Goes back to a mark to read it another way. @throws UnreadableAnswer when that has happened too often. */
  retry(mark: number): void {
    this.retries += 1;
    if (this.retries > 12) throw new UnreadableAnswer("too many ways to read it");
    this.at = mark;
  }

  /** The error for a token that fits nowhere. */
  unexpected(): UnreadableAnswer {
    const token = this.peek();
    return new UnreadableAnswer(
      token.type === "end"
        ? "it ends too early"
        : `${JSON.stringify(token.text || token.type)} is out of place`,
    );
  }
}
