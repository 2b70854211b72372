import { type Rational, ZERO, parseDecimal, rational } from "../rational.ts";
import { BREAKS, FUNCTIONS, GREEK, INVISIBLE, OPERATORS, RELATIONS, TRANSPARENT } from "./latex.ts";
import { CURRENCY, DOUBLE, ENDS, IGNORED, SINGLE, SUPERSCRIPTS, VULGAR } from "./lexicon.ts";
import type { Token, TokenKind } from "./token.ts";

/** What is read at one place: a token, or nothing but characters to pass. */
interface Taken {
  readonly kind: TokenKind | null;
  readonly text: string;
  readonly length: number;
  readonly value?: Rational;
  readonly places?: number;
  readonly cut?: boolean;
}

const token = (kind: TokenKind, text: string, length: number): Taken => ({ kind, text, length });
const skip = (length: number): Taken => ({ kind: null, text: "", length });
const whole = (text: string, length: number, value: Rational): Taken => ({
  kind: "number",
  text,
  length,
  value,
});

/** Longest digit string that is read as a number. */
const MAX_NUMBER = 2_048;

const NUMBER = /(?:\d{1,3}(?:(?:,|\{,\}|,\\!|\\,)\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+/y;
/** Longest formula between dollar signs. */
const MAX_FORMULA = 1_000;

const DATE = /\d{1,2}\/\d{1,2}\/\d{4}(?!\d)/y;
const ENVIRONMENT = /\\(?:begin|end)\s?\{[^{}\n]{0,30}\}(?:\{[^{}\n]{0,30}\})?/y;
const WORD = /[\p{L}\p{M}]+(?:['’\-][\p{L}\p{M}]+)*(?:(?<=[A-Za-z])\d+)?/uy;
const COMMAND = /[A-Za-z]+/y;
const BLANKS = /[ \t]*/y;
const DEGREE = /\^\s?(?:\{\s?\\circ\s?\}|\\circ)/y;
const SUBSCRIPT = /_(?:\{[^{}\n]{1,20}\}|[A-Za-z0-9])/y;

/** One pass over a text. Positions only move forward, so that the time is linear in the text's length. */
class Tokenizer {
  readonly #text: string;
  readonly #end: number;
  readonly #tokens: Token[] = [];
  #at: number;
  /** The next token touches the one before. */
  #tight = false;
  /** Place of a currency sign that waits for its number, or -1. */
  #money = -1;
  /** Open braces: whether each one shows as a token. */
  readonly #braces: boolean[] = [];
  /** Round and square brackets open since the last end of sentence. */
  #depth = 0;
  /** A dollar sign opened a formula. */
  #math = false;
  /** How many bare single-digit arguments a command still takes: \frac12. */
  #digits = 0;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#at = start;
    this.#end = end;
  }

  run(): Token[] {
    while (this.#at < this.#end) this.#take(this.#next());
    return this.#tokens;
  }

  #take(taken: Taken): void {
    const { kind, text, length, value = ZERO, places = 0, cut = false } = taken;
    const end = this.#at + length;
    if (kind === null) {
      this.#tight = false;
      this.#at = end;
      return;
    }
    const money = kind === "number" && this.#money >= 0;
    const start = money ? this.#money : this.#at;
    this.#tokens.push({ kind, text, start, end, tight: this.#tight, value, places, money, cut });
    this.#at = end;
    this.#tight = true;
    this.#money = -1;
    if (kind === "break" && text !== ",") this.#depth = 0;
    if (kind === "open" && text !== "{") this.#depth += 1;
    if (kind === "close" && text !== "}" && this.#depth > 0) this.#depth -= 1;
  }

  #match(pattern: RegExp, ahead = 0): string | null {
    pattern.lastIndex = this.#at + ahead;
    return pattern.exec(this.#text)?.[0] ?? null;
  }

  #char(ahead = 0): string {
    return this.#text.charAt(this.#at + ahead);
  }

  #digit(ahead = 0): boolean {
    const code = this.#text.charCodeAt(this.#at + ahead);
    return code >= 48 && code <= 57;
  }

  #space(ahead: number): boolean {
    return this.#at + ahead >= this.#text.length || /\s/.test(this.#char(ahead));
  }

  #last(): Token | undefined {
    return this.#tokens.at(-1);
  }

  #lineStart(): boolean {
    const last = this.#last();
    return last === undefined || (last.kind === "break" && last.text === "\n");
  }

  #next(): Taken {
    const char = this.#char();
    const double = DOUBLE.get(char + this.#char(1));
    if (double !== undefined) return token(double[0], double[1], 2);
    if (IGNORED.has(char)) return skip(1);
    if (this.#digit() || (char === "." && this.#digit(1))) return this.#number();
    const special = this.#special(char);
    if (special !== null) return special;
    if (CURRENCY.has(char)) return this.#currency(0);
    const single = SINGLE.get(char);
    if (single !== undefined) return token(single[0], single[1], 1);
    if (ENDS.has(char)) return token("break", char, 1);
    return this.#other(char);
  }

  /** Characters whose meaning depends on what stands around them. */
  #special(char: string): Taken | null {
    switch (char) {
      case "\\":
        return this.#command();
      case "*":
        return this.#star();
      case "{":
      case "}":
        return this.#brace(char);
      case "^": {
        const degree = this.#match(DEGREE);
        return degree === null ? null : token("word", "degrees", degree.length);
      }
      case "-":
      case "–":
        return this.#dash();
      case ",":
      case ".":
      case ":":
        return this.#point(char);
      default:
        return null;
    }
  }

  #number(): Taken {
    if (this.#digits > 0 && this.#digit()) {
      this.#digits -= 1;
      return whole(this.#char(), 1, rational(BigInt(this.#char())));
    }
    const date = this.#match(DATE);
    if (date !== null) return token("opaque", "#", date.length);
    const raw = this.#match(NUMBER) ?? this.#char();
    const digits = raw.length <= 15 && /^\d+$/.test(raw);
    const plain = digits ? raw : raw.replaceAll(/[{},\\!]/g, "");
    // Most numbers are short whole ones: spare them the general reading.
    const value = digits
      ? { num: BigInt(raw), den: 1n }
      : raw.length > MAX_NUMBER
        ? null
        : parseDecimal(plain);
    const follows = this.#tight && this.#last()?.kind === "number";
    // 0900 is a time of day or a code, 1.2.3 a section or a date.
    if (value === null || follows || /^0\d/.test(plain)) return token("opaque", "#", raw.length);
    const point = plain.indexOf(".");
    const places = point < 0 ? 0 : plain.length - point - 1;
    const dots = places > 0 ? this.#dots(raw.length) : 0;
    return { kind: "number", text: plain, length: raw.length + dots, value, places, cut: dots > 0 };
  }

  /** How many characters of "..." stand there. */
  #dots(ahead: number): number {
    if (this.#char(ahead) === "…") return 1;
    return this.#text.startsWith("...", this.#at + ahead) ? 3 : 0;
  }

  #command(): Taken {
    const next = this.#char(1);
    if (next === "\\") return token("break", "\\\\", 2);
    if (next === "[" || next === "]") return token("break", next, 2);
    if (next === "%") return token("percent", "%", 2);
    if (next === "$") return this.#currency(1);
    if (next === "{" || next === "}" || next === "|" || next === "_") return token("opaque", next, 2);
    const name = this.#match(COMMAND, 1);
    return name === null ? skip(2) : this.#named(name, name.length + 1);
  }

  #named(name: string, length: number): Taken {
    const operator = OPERATORS.get(name);
    if (operator !== undefined) return token("operator", operator, length);
    const relation = RELATIONS.get(name);
    if (relation !== undefined) return token("relation", relation, length);
    if (name === "pi") return token("name", "π", length);
    if (GREEK.has(name)) return token("name", name, length);
    // \left. is a bracket that does not show.
    if (INVISIBLE.has(name)) return skip(this.#char(length) === "." ? length + 1 : length);
    if (TRANSPARENT.has(name)) return this.#transparent(length);
    const environment = name === "begin" || name === "end" ? this.#match(ENVIRONMENT) : null;
    if (environment !== null) return token("break", name, environment.length);
    if (BREAKS.has(name)) return token("break", name, length);
    if (name === "degree" || name === "circ") return token("word", "degrees", length);
    const known = FUNCTIONS.get(name);
    if (known === undefined) return token("opaque", name, length);
    const blanks = this.#match(BLANKS, length)?.length ?? 0;
    this.#digits = !this.#digit(length + blanks) ? 0 : known === "sqrt" ? 1 : 2;
    return token("function", known, length);
  }

  /** A dressing command: its braces will not show. */
  #transparent(length: number): Taken {
    const blanks = this.#match(BLANKS, length)?.length ?? 0;
    if (this.#char(length + blanks) !== "{") return skip(length);
    this.#braces.push(false);
    return skip(length + blanks + 1);
  }

  #brace(char: string): Taken {
    if (char === "{") {
      this.#braces.push(true);
      this.#digits = 0;
      return token("open", "{", 1);
    }
    return (this.#braces.pop() ?? true) ? token("close", "}", 1) : skip(1);
  }

  /** A dollar sign, perhaps escaped: before digits it may be money, else it delimits math and vanishes. */
  #currency(ahead: number): Taken {
    const length = ahead + 1;
    if (ahead === 0 && this.#char() === "$" && this.#delimitsMath()) return skip(1);
    const blank = this.#char(length) === " " ? 1 : 0;
    const digits = this.#digit(length + blank) || this.#char(length + blank) === ".";
    if (!digits) return skip(length);
    this.#money = this.#at;
    return skip(length + blank);
  }

  /** Whether the dollar sign here opens or closes a formula: the next one, on the same line, has no digit after it. */
  #delimitsMath(): boolean {
    if (this.#math) {
      this.#math = false;
      return true;
    }
    const close = this.#text.indexOf("$", this.#at + 1);
    if (close < 0 || close >= this.#end || close > this.#at + MAX_FORMULA) return false;
    const oneLine = !this.#text.slice(this.#at, close).includes("\n");
    this.#math = oneLine && !/^\s?[\d.]/.test(this.#text.slice(close + 1, close + 3));
    return this.#math;
  }

  /** A product, a power (**), a bullet, or bold type. */
  #star(): Taken {
    if (this.#char(1) === "*") {
      const power = /[\d)\]}]/.test(this.#text.charAt(this.#at - 1)) && /[\d(-]/.test(this.#char(2));
      return power ? token("operator", "^", 2) : skip(2);
    }
    const bullet = this.#lineStart() && this.#space(1);
    return token(bullet ? "break" : "operator", "*", 1);
  }

  /** A minus, a bullet, or a dash. */
  #dash(): Taken | null {
    if (this.#lineStart() && this.#space(1)) return token("break", "*", 1);
    // "= 5.5...-(1)" numbers the equation.
    if (this.#last()?.cut === true && this.#char(1) === "(") return token("break", "—", 1);
    if (this.#char() !== "-" || this.#char(1) !== "-") return null;
    // "5 --3" is a sign twice; "--" between words is a dash.
    return /[\d(]/.test(this.#char(2)) ? null : token("break", "—", 2);
  }

  /** A comma, a full stop or a colon: the end of a clause, or a part of something that is no calculation. */
  #point(char: string): Taken {
    if (this.#text.startsWith("...", this.#at)) return token("opaque", "...", 3);
    // A comma inside brackets parts arguments or coordinates: no side of an equation starts or ends there.
    if (char === "," && this.#depth > 0) return token("opaque", ",", 1);
    // 12:30 is a time, 3:2 a ratio, 13,2000 a slip, 0.\overline{3} a decimal that goes on: no part of them is a side.
    const between = this.#digit(-1) && (char === "." ? this.#char(1) === "\\" : this.#digit(1));
    // "5 + . 84" is a slip of the pen, not two sentences.
    if (between || this.#last()?.kind === "operator") return token("opaque", ".", 1);
    return token("break", char, 1);
  }

  #other(char: string): Taken {
    if (SUPERSCRIPTS.includes(char)) return this.#superscript();
    const vulgar = VULGAR.get(char);
    if (vulgar !== undefined) return whole(char, 1, rational(vulgar[0], vulgar[1]));
    const word = this.#match(WORD);
    return word === null ? token("opaque", char, 1) : this.#word(word);
  }

  /** ² is a power sign of no width and a number. */
  #superscript(): Taken {
    const last = this.#last();
    if (last?.kind !== "operator" || last.text !== "^" || last.end !== this.#at)
      return token("operator", "^", 0);
    let digits = "";
    while (digits.length < 9 && this.#char(digits.length) !== "") {
      const digit = SUPERSCRIPTS.indexOf(this.#char(digits.length));
      if (digit < 0) break;
      digits += String(digit);
    }
    return whole(digits, digits.length, rational(BigInt(digits)));
  }

  #word(word: string): Taken {
    // 3x4 is 3 times 4.
    if (/^[xX]\d/.test(word) && this.#tight && this.#last()?.kind === "number")
      return token("operator", "*", 1);
    if (/^[A-Za-z]$/.test(word)) {
      const subscript = this.#match(SUBSCRIPT, 1) ?? "";
      return token("name", word + subscript, 1 + subscript.length);
    }
    if (/^(?:[A-Za-z]\d+|[α-ωΑ-Ω])$/.test(word)) return token("name", word, word.length);
    if (word.toLowerCase() === "percent" && this.#last()?.kind === "number")
      return token("percent", "%", word.length);
    return token(/\d$/.test(word) ? "opaque" : "word", word, word.length);
  }
}

/** The tokens of text from `start` to `end`. Never throws; linear in the length. */
export function tokenize(text: string, start = 0, end = text.length): Token[] {
  return new Tokenizer(text, start, end).run();
}
