import { add, attempt, div, mul, parseDecimal, pow, rational, type Rational } from "../rational.ts";
import type { CommaReading } from "./token.ts";

/** A numeral found at a place in a text. `raw` is its digits when it is a plain whole number, else "". */
export interface Numeral {
  readonly end: number;
  readonly value: Rational;
  readonly places: number;
  readonly raw: string;
}

/** Groups of three joined by a mark that can only mean thousands: 10{,}000  3,\!250  50\,625  1 000 000. */
const THIN_GROUPS =
  /\d{1,3}(?:(?:\s?\{\s?,\s?\}\s?|,\s?\\!\s?|\\[,;!: ]|[\u2009\u202f\u00a0 ])\d{3}){1,40}(?!\d)/y;
/** Thousands after commas, not inside a longer run of numbers. The count is bounded so that a long list is not scanned over and over. */
const COMMA_GROUPS = /(?<!\d,)[1-9]\d{0,2}(?:,\d{3}){1,40}(?![\d,]*\d)/y;
const DECIMAL_COMMA = /(?<!\d,)\d{1,2048}(?=,\d{1,2048}(?![\d,]))/y;
const DIGITS = /\d+/y;
const EXPONENT = /[eE]([+-]?\d{1,30})(?![\w.])/y;
const PERIOD =
  /\\overline\s?\{(\d+)\}|\\bar\s?\{(\d+)\}|\\dot\s?\{?(\d)\}?(?:(\d*)\\dot\s?\{?(\d)\}?)?|\((\d+)\)(?![\w(^!])/y;
const ELLIPSIS = /\.\.\.|\\[lc]?dots|…/y;

/**
 * The numeral that starts at `start`, where a digit stands, or a point with a digit after it. Null when it is past bounds.
 * Inside brackets a comma separates items; elsewhere `commas` decides.
 */
export function readNumeral(
  text: string,
  start: number,
  commas: CommaReading,
  inBrackets: boolean,
): Numeral | null {
  const whole = readWhole(text, start, commas, inBrackets);
  const fraction = readFraction(text, whole.end, commas, whole.decimalComma);
  const repeating = fraction.digits === null ? null : readPeriod(text, fraction);
  if (repeating !== null) {
    const value = attempt(() => withPeriod(whole.digits, fraction.digits ?? "", repeating.period));
    return value === null ? null : { end: repeating.end, value, places: 0, raw: "" };
  }
  const dots = fraction.digits === null ? 0 : (matchAt(ELLIPSIS, text, fraction.end)?.[0].length ?? 0);
  const places = fraction.digits?.length ?? 0;
  const exponent = matchAt(EXPONENT, text, fraction.end);
  const power = exponent?.[1] ?? "0";
  const value = parseDecimal(`${whole.digits || "0"}.${fraction.digits ?? ""}e${power}`);
  const end = fraction.end + (exponent?.[0].length ?? dots);
  const plain = fraction.digits === null && exponent === null && whole.end - start === whole.digits.length;
  return value === null ? null : { end, value, places: places, raw: plain ? whole.digits : "" };
}

interface Whole {
  readonly digits: string;
  readonly end: number;
  readonly decimalComma: boolean;
}

function readWhole(text: string, start: number, commas: CommaReading, inBrackets: boolean): Whole {
  const thin = matchAt(THIN_GROUPS, text, start)?.[0];
  if (thin !== undefined && !isMixed(thin, text, start)) return grouped(thin, start);
  const groups = commas === "by look" && !inBrackets ? matchAt(COMMA_GROUPS, text, start)?.[0] : undefined;
  if (groups !== undefined) return grouped(groups, start);
  const digits = matchAt(DIGITS, text, start)?.[0] ?? "";
  const decimalComma = commas === "decimal" && matchAt(DECIMAL_COMMA, text, start) !== null;
  return { digits, end: start + digits.length, decimalComma };
}

/** "12 345/7" is no 12,345 over 7. */
function isMixed(groups: string, text: string, start: number): boolean {
  return (
    /^\d+ /.test(groups) && /^\s*[/^]/.test(text.slice(start + groups.length, start + groups.length + 4))
  );
}

function grouped(groups: string, start: number): Whole {
  return { digits: groups.replace(/\D/g, ""), end: start + groups.length, decimalComma: false };
}

interface Fraction {
  /** Digits after the point; null when there is no point. */
  readonly digits: string | null;
  readonly end: number;
}

function readFraction(text: string, at: number, commas: CommaReading, decimalComma: boolean): Fraction {
  const point = text[at] === "." || (decimalComma && commas === "decimal" && text[at] === ",");
  if (!point || text.startsWith("..", at)) return { digits: null, end: at };
  const digits = matchAt(DIGITS, text, at + 1)?.[0] ?? "";
  if (digits === "" && !matchAt(PERIOD, text, at + 1)) return { digits: null, end: at };
  return { digits, end: at + 1 + digits.length };
}

function readPeriod(text: string, fraction: Fraction): { period: string; end: number } | null {
  const match = matchAt(PERIOD, text, fraction.end);
  if (match !== null) {
    const [all, overline, bar, dot, between = "", lastDot = "", bracket] = match;
    return {
      period: overline ?? bar ?? bracket ?? `${dot ?? ""}${between}${lastDot}`,
      end: fraction.end + all.length,
    };
  }
  const dots = matchAt(ELLIPSIS, text, fraction.end);
  const digits = fraction.digits ?? "";
  const period = dots === null ? null : periodOf(digits);
  return dots === null || period === null ? null : { period, end: fraction.end + dots[0].length };
}

/** The block that digits before an ellipsis repeat: "333" gives "3", "142857142857" "142857", "1416" null. */
function periodOf(digits: string): string | null {
  for (let length = 1; length <= 6; length++) {
    if (digits.length < Math.max(2 * length, 3)) return null;
    const block = digits.slice(-length);
    if (digits.endsWith(block.repeat(length === 1 ? Math.min(3, digits.length) : 2)) && !/^0+$/.test(block))
      return block;
  }
  return null;
}

function withPeriod(whole: string, fraction: string, period: string): Rational {
  const scale = pow(rational(10n), fraction.length);
  const base = rational(BigInt(whole + fraction || "0"));
  const tail = rational(BigInt(period), 10n ** BigInt(period.length) - 1n);
  return div(add(base, tail), scale);
}

/** The match of a sticky pattern at a place, or null. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const VULGAR = "½1/2 ⅓1/3 ⅔2/3 ¼1/4 ¾3/4 ⅕1/5 ⅖2/5 ⅗3/5 ⅘4/5 ⅙1/6 ⅚5/6 ⅐1/7 ⅛1/8 ⅜3/8 ⅝5/8 ⅞7/8 ⅑1/9 ⅒1/10";

/** Fractions that are one character, by that character. */
export const VULGAR_FRACTIONS: ReadonlyMap<string, Rational> = new Map(
  VULGAR.split(" ").map((entry) => {
    const [over = "1", under = "1"] = entry.slice(1).split("/");
    return [entry.slice(0, 1), mul(rational(BigInt(over)), rational(1n, BigInt(under)))] as const;
  }),
);
