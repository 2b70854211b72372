import { type Brackets, pairBrackets } from "./brackets.ts";
import type { Token } from "./token.ts";

/** A place in the tokens of a clause, and the end of what may be read. */
export class Cursor {
  readonly tokens: readonly Token[];
  readonly #brackets: Brackets;
  at = 0;
  end = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
    this.#brackets = pairBrackets(tokens);
  }

  /** The token `offset` places on, within what may be read. */
  peek(offset = 0): Token | undefined {
    const index = this.at + offset;
    return index < this.end ? this.tokens[index] : undefined;
  }

  /** The token before this place, of all the clause. */
  before(): Token | undefined {
    return this.tokens[this.at - 1];
  }

  /** Whether the token at an index is a closing bracket that no bracket opened. */
  isStray(index: number): boolean {
    return this.#brackets.stray.has(index);
  }

  /** Index of the bracket that closes the one at this place, or -1 where none does before the end. */
  partner(): number {
    const partner = this.#brackets.partner[this.at] ?? -1;
    return partner < this.end ? partner : -1;
  }

  /** Whether an operand, perhaps with a minus before it, starts `offset` places on. */
  operandAt(offset: number): boolean {
    const token = this.peek(offset);
    const sign = token?.kind === "operator" && token.text === "-";
    const start = sign ? this.peek(offset + 1) : token;
    return start !== undefined && /^(?:number|open|name|function)$/.test(start.kind);
  }

  /** Whether "/ word" stands at this place: a rate such as miles/hour. */
  atRate(): boolean {
    const token = this.tokens[this.at];
    return token?.kind === "operator" && token.text === "/" && this.tokens[this.at + 1]?.kind === "word";
  }
}
