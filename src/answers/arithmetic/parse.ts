import { isInteger } from "../rational.ts";
import { Cursor } from "./cursor.ts";
import { MAX_CHARACTERS, MAX_DEPTH, MAX_NODES } from "./limits.ts";
import { type Joining, isRemainder, operatorAt } from "./operators.ts";
import { isPartOfBefore } from "./surroundings.ts";
import { fractionAfter, numberNode } from "./mixed.ts";
import type { Node, Run } from "./syntax.ts";
import type { Token } from "./token.ts";
import { takeUnit } from "./unitWords.ts";

const PRECEDENCE: Readonly<Record<Joining, number>> = {
  "+": 1,
  "-": 1,
  "*": 2,
  "/": 2,
  mod: 2,
  "//": 2,
  of: 2,
  implicit: 2,
};

/** Reads runs from the tokens of one clause. Brackets that hold no expression are remembered, so that none is read twice. */
export class Parser {
  readonly #cursor: Cursor;
  readonly #failed = new Set<number>();
  #nodes = 0;
  #depth = 0;
  #operators = 0;
  #open = false;
  #doubtful = false;
  #spoken = false;
  /** Index after the last token of a value, its unit words left out, and how many those are. */
  #valueEnd = 0;
  #trailing = 0;

  constructor(tokens: readonly Token[]) {
    this.#cursor = new Cursor(tokens);
  }

  /** Whether the token at this index is a closing bracket that no bracket opened. */
  isStray(index: number): boolean {
    return this.#cursor.isStray(index);
  }

  /** Indices of the slashes outside brackets between two tokens. */
  slashes(from: number, to: number): number[] {
    const cursor = this.#cursor;
    const found: number[] = [];
    cursor.end = to;
    for (cursor.at = from; cursor.at < to; cursor.at += 1) {
      const token = cursor.peek();
      if (token?.kind === "open") cursor.at = Math.max(cursor.at, cursor.partner());
      if (token?.kind === "operator" && token.text === "/" && !cursor.atRate()) found.push(cursor.at);
    }
    return found;
  }

  /** The longest run that starts at token `from`, ending before token `end`; null when no expression starts there. */
  run(from: number, end: number): Run | null {
    this.#start(from, end);
    const node = this.#sum(1);
    if (node === null) return null;
    const { tokens, at } = this.#cursor;
    const to = Math.max(from + 1, this.#valueEnd);
    const length = (tokens[to - 1]?.end ?? 0) - (tokens[from]?.start ?? 0);
    const tooLong = length > MAX_CHARACTERS || this.#nodes > MAX_NODES;
    return {
      node,
      from,
      to,
      tail: at,
      trailing: at > to ? this.#trailing : 0,
      operators: this.#operators,
      open: this.#open || tooLong || isPartOfBefore(tokens, from),
      spoken: this.#spoken,
      doubtful: this.#doubtful,
    };
  }

  #start(from: number, end: number): void {
    this.#cursor.at = from;
    this.#cursor.end = end;
    this.#nodes = 0;
    this.#depth = 0;
    this.#operators = 0;
    this.#open = false;
    this.#doubtful = false;
    this.#spoken = false;
    this.#valueEnd = 0;
  }

  #make(node: Node): Node {
    this.#nodes += 1;
    return node;
  }

  /** Operators of at least this precedence, left to right. */
  #sum(minimum: number): Node | null {
    const cursor = this.#cursor;
    let left = this.#unary();
    while (left !== null && !this.#open) {
      const found = operatorAt(cursor, left);
      if (found === null || PRECEDENCE[found.operator] < minimum || this.#nodes > MAX_NODES) break;
      const at = cursor.at;
      cursor.at += found.length;
      const right: Node | null = this.#sum(PRECEDENCE[found.operator] + 1);
      if (right === null) {
        cursor.at = at;
        // "15 (rounded)": what looked like a product was a remark.
        if (found.operator !== "implicit") this.#open = true;
        break;
      }
      this.#operators += 1;
      if (cursor.tokens[at]?.kind === "word") this.#spoken = true;
      if (found.doubtful || this.#isDoubtful(at, found.operator, left, right)) this.#doubtful = true;
      left = this.#make({ type: "binary", operator: found.operator, left, right });
    }
    return left;
  }

  /** Whether people read this operator, at token `at`, in more than one way. */
  #isDoubtful(at: number, operator: Joining, left: Node, right: Node): boolean {
    switch (operator) {
      case "implicit":
        // Does 1/2(3) mean (1/2)3 or 1/(2(3))?
        return left.type === "binary" && left.operator === "/";
      case "+":
      case "-":
        // 10% of 400 + 1580: of 400 alone, or of the sum?
        return endsWithOf(left);
      case "/":
        return this.#slashesTwice(at, right);
      default:
        return false;
    }
  }

  /** 12 / 1/4, and 12 / 1 / 4 for the same: people mean 12 / (1/4). */
  #slashesTwice(at: number, right: Node): boolean {
    const { tokens } = this.#cursor;
    const next = this.#cursor.peek();
    if (next?.kind !== "operator" || !/^[/÷]$/.test(next.text) || right.type !== "number") return false;
    const apart = tokens[at]?.tight === false || tokens[at + 1]?.tight === false;
    return (right.value.num === 1n && right.value.den === 1n) || (apart && next.tight);
  }

  #unary(): Node | null {
    const token = this.#cursor.peek();
    if (token?.kind !== "operator" || (token.text !== "-" && token.text !== "+")) return this.#power();
    if (this.#depth >= MAX_DEPTH) return null;
    const at = this.#cursor.at;
    this.#depth += 1;
    this.#cursor.at += 1;
    const of = this.#unary();
    this.#depth -= 1;
    if (of === null) return null;
    if (token.text === "+") {
      // "4 *+ 1" is a slip.
      if (this.#depth > 0 || this.#operators > 0 || this.#cursor.tokens[at - 1]?.kind === "operator")
        this.#doubtful = true;
      return of;
    }
    // -3^2 is -9; some mean (-3)^2.
    if (of.type === "binary" && of.operator === "^") this.#doubtful = true;
    return this.#make({ type: "negative", of });
  }

  #power(): Node | null {
    const base = this.#postfix();
    const token = this.#cursor.peek();
    if (base === null || token?.kind !== "operator" || token.text !== "^") return base;
    if (this.#depth >= MAX_DEPTH) return null;
    const at = this.#cursor.at;
    this.#depth += 1;
    this.#cursor.at += 1;
    const exponent = this.#unary();
    this.#depth -= 1;
    if (exponent === null) {
      this.#cursor.at = at;
      this.#open = true;
      return base;
    }
    this.#operators += 1;
    const power = this.#make({ type: "binary", operator: "^", left: base, right: exponent });
    return this.#withUnit(power);
  }

  /** A primary with its factorials, percent sign and unit words. */
  #postfix(): Node | null {
    let node = this.#primary();
    if (node === null) return null;
    for (;;) {
      const token = this.#cursor.peek();
      if (token?.kind === "bang" && token.tight && (node.type === "number" || node.type === "group")) {
        // "= 8!" ends many a sentence.
        if (!this.#goesOn(1)) {
          this.#doubtful = true;
          break;
        }
        this.#cursor.at += 1;
        this.#operators += 1;
        node = this.#make({ type: "factorial", of: node });
      } else if (token?.kind === "percent" && !isRemainder(this.#cursor)) {
        this.#cursor.at += 1;
        node =
          node.type === "number" ? { ...node, percent: true } : this.#make({ type: "percent", of: node });
      } else break;
    }
    return this.#withUnit(node);
  }

  /** Whether a calculation goes on after the token at this offset. */
  #goesOn(offset: number): boolean {
    const token = this.#cursor.tokens[this.#cursor.at + offset];
    return (
      token !== undefined &&
      (token.kind === "relation" ||
        token.kind === "operator" ||
        token.kind === "close" ||
        token.kind === "bang" ||
        (token.kind === "open" && token.tight) ||
        (token.kind === "number" && token.tight))
    );
  }

  #withUnit(node: Node): Node {
    this.#valueEnd = this.#cursor.at;
    const unit = takeUnit(this.#cursor);
    this.#trailing = unit === "" ? 0 : wordsIn(unit);
    if (unit === "") return node;
    if (node.type === "number") return { ...node, unit };
    return this.#make({ type: "group", of: node, unit });
  }

  #primary(): Node | null {
    const token = this.#cursor.peek();
    if (token === undefined || this.#nodes > MAX_NODES) return null;
    if (token.kind === "number") return this.#number(token);
    if (token.kind === "open") return this.#group();
    if (token.kind === "function") return this.#function(token);
    if (token.kind !== "name") return null;
    this.#cursor.at += 1;
    return this.#make({ type: "name", name: token.text });
  }

  #number(token: Token): Node {
    this.#cursor.at += 1;
    const whole = this.#make(numberNode(token));
    const mixed = isInteger(token.value) && token.places === 0 ? fractionAfter(this.#cursor) : null;
    if (mixed === null) return whole;
    this.#cursor.at += mixed.length;
    return this.#make({ type: "mixed", whole, part: mixed.part });
  }

  #group(): Node | null {
    const start = this.#cursor.at;
    const partner = this.#cursor.partner();
    if (partner < 0 || this.#depth >= MAX_DEPTH || this.#failed.has(start)) return null;
    const end = this.#cursor.end;
    this.#cursor.at = start + 1;
    this.#cursor.end = partner;
    this.#depth += 1;
    const of = this.#sum(1);
    this.#depth -= 1;
    this.#cursor.end = end;
    if (of === null || this.#open || this.#cursor.at !== partner) {
      this.#cursor.at = start;
      this.#open = false;
      this.#failed.add(start);
      return null;
    }
    this.#cursor.at = partner + 1;
    return this.#make({ type: "group", of, unit: "" });
  }

  #function(token: Token): Node | null {
    const start = this.#cursor.at;
    this.#cursor.at += 1;
    const node = this.#call(token);
    if (node === null) this.#cursor.at = start;
    else this.#operators += 1;
    return node === null ? null : this.#make(node);
  }

  #call(token: Token): Node | null {
    if (token.text === "root") {
      const of = this.#primary();
      return of === null ? null : { type: "root", of, degree: null };
    }
    let degree: Node | null = null;
    if (token.text === "sqrt" && this.#cursor.peek()?.text === "[") {
      degree = this.#group();
      if (degree === null) return null;
    }
    const first = this.#argument();
    if (first === null) return null;
    if (token.text === "sqrt") return { type: "root", of: first, degree };
    const second = this.#argument();
    if (second === null) return null;
    if (token.text === "binom") return { type: "binomial", n: first, k: second };
    return { type: "binary", operator: "/", left: first, right: second };
  }

  /** An argument of a LaTeX command: a braced group or a single digit. */
  #argument(): Node | null {
    const token = this.#cursor.peek();
    if (token?.kind === "number") {
      this.#cursor.at += 1;
      return this.#make(numberNode(token));
    }
    if (token?.kind !== "open" || token.text !== "{") return null;
    const group = this.#group();
    return group?.type === "group" ? group.of : null;
  }
}

/** How many words a unit has, the "per hour" of a rate not counted. */
function wordsIn(unit: string): number {
  return unit
    .replace(/ ?(?:\/|\bper\b) \S+/g, "")
    .split(" ")
    .filter((word) => word !== "").length;
}

function endsWithOf(node: Node): boolean {
  if (node.type !== "binary") return false;
  const sum = node.operator === "+" || node.operator === "-";
  return node.operator === "of" || (sum && endsWithOf(node.right));
}
