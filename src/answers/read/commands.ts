import { UnreadableAnswer } from "../limits.ts";
import { CONSTANTS, FUNCTIONS, LETTERS, NUMBER_SETS, OPERATORS } from "./names.ts";
import { matchAt } from "./numerals.ts";
import { emit, tokenize, type Scan } from "./scan.ts";
import { derivativeName } from "./signs.ts";
import type { Piece } from "./words.ts";
import { letter } from "./words.ts";
import { measureOf, normalUnit, unitOf } from "./units.ts";

const NAME = /\\([A-Za-z]+)\*?|\\([^A-Za-z])/y;

const IGNORED = new Set(
  (
    "left right mleft mright middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm displaystyle textstyle scriptstyle limits nolimits quad qquad thinspace " +
    "medspace thickspace enspace negthinspace hfill newline boxed fbox framebox noindent centering rm bf it mathstrut strut phantom smallskip medskip bigskip tiny small normalsize large Large"
  ).split(" "),
);

/** Marks over letters that don't change which letter it is. */
const TRANSPARENT = new Set(
  "vec hat bar widehat tilde overrightarrow overleftarrow boldsymbol bm mathbf mathit mathsf mathcal mathfrak mathscr mathnormal underline underbrace overbrace ensuremath pmb bold".split(
    " ",
  ),
);

/** Marks over a letter that make it a derivative by time, and how often. */
const DOTS: ReadonlyMap<string, number> = new Map([["dot", 1], ["ddot", 2], ["dddot", 3]]); // prettier-ignore

const TEXT = new Set(
  "text textbf textrm textit textsf texttt textnormal mathrm mbox hbox operatorname operatornamewithlimits emph textup mathop mathtt textsc unit".split(
    " ",
  ),
);

/** Commands the parser handles itself, and the one name each has there. */
const STRUCTURES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    frac: "frac", dfrac: "frac", tfrac: "frac", cfrac: "frac", nicefrac: "frac", sfrac: "frac", sqrt: "sqrt", binom: "binom", dbinom: "binom", tbinom: "binom",
    overline: "overline", int: "integral", intop: "integral", sum: "sum", prod: "product", lim: "limit", angle: "angle", measuredangle: "angle", triangle: "triangle",
    emptyset: "emptyset", varnothing: "emptyset", pmod: "pmod", mod: "pmod", over: "over", choose: "choose", not: "not",
  }),
); // prettier-ignore

const DELIMITERS: ReadonlyMap<string, Piece> = new Map<string, Piece>([
  ["{", { type: "open", text: "\\{" }], ["}", { type: "close", text: "\\}" }], ["lbrace", { type: "open", text: "\\{" }], ["rbrace", { type: "close", text: "\\}" }],
  ["langle", { type: "open", text: "<" }], ["rangle", { type: "close", text: ">" }], ["lfloor", { type: "open", text: "⌊" }], ["rfloor", { type: "close", text: "⌋" }],
  ["lceil", { type: "open", text: "⌈" }], ["rceil", { type: "close", text: "⌉" }], ["lbrack", { type: "open", text: "[" }], ["rbrack", { type: "close", text: "]" }],
  ["lparen", { type: "open", text: "(" }], ["rparen", { type: "close", text: ")" }], ["(", { type: "open", text: "(" }], [")", { type: "close", text: ")" }],
  ["|", { type: "operator", text: "‖" }], ["%", { type: "operator", text: "%" }], ["$", { type: "currency", text: "$" }],
  ["pounds", { type: "currency", text: "£" }], ["euro", { type: "currency", text: "€" }], ["yen", { type: "currency", text: "¥" }], ["textdollar", { type: "currency", text: "$" }],
  ["\\", { type: "operator", text: "newline" }], ["cr", { type: "operator", text: "newline" }],
]); // prettier-ignore

/** Reads one command of LaTeX at the scan's place, where a backslash stands. */
export function readCommand(scan: Scan): void {
  const match = matchAt(NAME, scan.text, scan.at);
  if (match === null) throw new UnreadableAnswer("a backslash at the end");
  scan.at += match[0].length;
  const [, name, sign] = match;
  if (sign !== undefined) {
    readSign(scan, sign);
    return;
  }
  if (name !== undefined) readNamed(scan, name, match[0].length - 1 - name.length);
}

function readSign(scan: Scan, sign: string): void {
  if (/\d/.test(sign)) {
    scan.at -= 1; // a stray backslash before a number
    return;
  }
  const delimiter = DELIMITERS.get(sign);
  if (delimiter !== undefined) {
    emit(scan, delimiter);
    return;
  }
  if (sign === "&" || sign === "_" || sign === "#") {
    emit(scan, { type: "operator", text: sign === "&" ? "and" : sign });
    return;
  }
  scan.spaced = true; // \, \! \; \: and a backslash before a blank or bracket are spacing
}

function readNamed(scan: Scan, name: string, starred: number): void {
  if (IGNORED.has(name)) {
    ignored(scan, name);
    return;
  }
  if (TEXT.has(name)) {
    readText(scan, name);
    return;
  }
  if (TRANSPARENT.has(name)) return;
  const order = DOTS.get(name);
  if (order !== undefined) {
    dotted(scan, name, order);
    return;
  }
  if (name === "mathbb" || name === "Bbb") {
    numberSet(scan);
    return;
  }
  if (name === "begin" || name === "end") {
    environment(scan, name);
    return;
  }
  if (["hspace", "vspace", "color", "textcolor", "label", "tag", "mspace", "kern"].includes(name))
    return void rawGroup(scan);
  const piece = DELIMITERS.get(name) ?? known(name);
  if (piece !== null) {
    emit(scan, piece);
    return;
  }
  shorten(scan, name, starred);
}

function ignored(scan: Scan, name: string): void {
  const follows = scan.text.slice(scan.at, scan.at + 12);
  if ((name === "left" || name === "right") && /^\s*\./.test(follows))
    scan.at = scan.text.indexOf(".", scan.at) + 1;
  // The brace before a system of equations has no partner.
  if (name === "left" && /^\s*\\\{\s*\\begin/.test(follows)) scan.at = scan.text.indexOf("{", scan.at) + 1;
  scan.spaced = true;
}

function known(name: string): Piece | null {
  const structure = STRUCTURES.get(name);
  if (structure !== undefined) return { type: "command", text: structure };
  const fn = FUNCTIONS.get(name);
  if (fn !== undefined) return { type: "function", text: fn };
  if (CONSTANTS.has(name) || LETTERS.has(name)) return letter(name);
  const operator = OPERATORS.get(name);
  if (operator !== undefined) return { type: "operator", text: operator };
  const set = name.length === 1 ? NUMBER_SETS.get(name) : undefined;
  return set === undefined ? null : { type: "name", text: set };
}

/** A command nobody knows is a known one with letters glued to it (\quadx, \pir), or else its name as a word. */
function shorten(scan: Scan, name: string, starred: number): void {
  for (let length = name.length - 1; length >= 2; length--) {
    const head = name.slice(0, length);
    if (IGNORED.has(head) || known(head) !== null) {
      scan.at -= name.length - length + starred;
      readNamed(scan, head, 0);
      return;
    }
  }
  emit(scan, name.length === 1 ? letter(name) : { type: "text", text: name });
}

/** The balanced {group} at the scan's place as written, without its braces, or the next single character. */
function rawGroup(scan: Scan): string {
  while (/\s/.test(scan.text.charAt(scan.at))) scan.at += 1;
  if (scan.text.charAt(scan.at) !== "{") return scan.text.charAt(scan.at++);
  const start = ++scan.at;
  for (let depth = 1; scan.at < scan.text.length; scan.at++) {
    const character = scan.text.charAt(scan.at);
    if (character === "\\") scan.at += 1;
    else if (character === "{") depth += 1;
    else if (character === "}" && --depth === 0) return scan.text.slice(start, scan.at++);
  }
  return scan.text.slice(start);
}

const LETTER_COMMAND = /\s*\\[A-Za-z]+/y;

/** \dot{x}, \dot{x_0}, \dot\theta: a name of its own, whose index may stand inside or after it. */
function dotted(scan: Scan, mark: string, order: number): void {
  const command = matchAt(LETTER_COMMAND, scan.text, scan.at)?.[0];
  if (command !== undefined) scan.at += command.length;
  const [first, ...rest] = tokenize(command ?? rawGroup(scan), scan.commas, scan.depth + 1);
  const isName = first?.type === "name";
  emit(
    scan,
    isName ? { type: "name", text: derivativeName(first.text, "t", order) } : { type: "text", text: mark },
  );
  if (first !== undefined && !isName) emit(scan, first);
  for (const token of rest) emit(scan, token);
}

function numberSet(scan: Scan): void {
  const name = rawGroup(scan).trim();
  emit(scan, { type: "name", text: NUMBER_SETS.get(name) ?? `mathbb ${name}` });
}

const SPACING_ONLY = /^[\s.~]*$/;

/** \text{...}: words, a connector such as "and", or mathematics in upright letters. */
function readText(scan: Scan, command: string): void {
  if (!/^\s*\{/.test(scan.text.slice(scan.at, scan.at + 4))) return;
  const content = rawGroup(scan)
    .replaceAll("\\ ", " ")
    .replaceAll("~", " ")
    .replaceAll("$", " ")
    .trim()
    .replace(/^\(([A-Za-z]{2,})\)$/, "$1");
  if (SPACING_ONLY.test(content)) return void (scan.spaced = true);
  if (/^(,?\s*(and|or)|&|,)$/i.test(content)) {
    emit(scan, { type: "operator", text: content.replace(/^,\s*/, "").toLowerCase() || "," });
    return;
  }

  if (/\b(and|or)$/i.test(content) && scan.tokens.length > 0) {
    connect(scan, content);
    return;
  }
  const wholeName = FUNCTIONS.get(content);
  if (
    wholeName !== undefined &&
    !(content === "min" && scan.tokens.at(-1)?.type === "number") &&
    (command === "operatorname" || content.length > 2)
  ) {
    emit(scan, { type: "function", text: wholeName });
    return;
  }
  if (isUnitHere(scan, content) || /^[\p{L}][\p{L}\s.'’/-]+$/u.test(content)) {
    emit(scan, { type: "text", text: content });
    return;
  }
  for (const token of tokenize(content, scan.commas, scan.depth + 1)) emit(scan, token);
}

/** "hours and", "boys and", "for part (a) and": a connector, after a unit or what is counted if there is one. */
function connect(scan: Scan, content: string): void {
  const words = content.replace(/,?\s*(and|or)$/i, "").trim();
  const counted = scan.tokens.at(-1)?.type === "number" && /^[a-z]{3,}(?: [a-z]{3,})?$/i.test(words);
  if (unitOf(words) !== null || counted) emit(scan, { type: "text", text: words });
  emit(scan, { type: "operator", text: /or$/i.test(content) ? "or" : "and" });
}

function isUnitHere(scan: Scan, content: string): boolean {
  const previous = scan.tokens.at(-1)?.type;
  const follows =
    previous === "number" ||
    previous === "close" ||
    previous === "name" ||
    previous === "text" ||
    previous === "constant";
  return (
    follows &&
    content !== "e" &&
    content !== "i" &&
    (measureOf(normalUnit(content)) !== null || (!/^[A-Z]$/.test(content) && /^[msghLNJWKVA]$/.test(content)))
  );
}

function environment(scan: Scan, name: string): void {
  const kind = rawGroup(scan).replace("*", "");
  if (
    name === "begin" &&
    (kind === "array" || kind === "tabular") &&
    /^\s*\{/.test(scan.text.slice(scan.at, scan.at + 4))
  )
    rawGroup(scan);
  emit(scan, { type: "command", text: `${name} ${kind}` });
}
