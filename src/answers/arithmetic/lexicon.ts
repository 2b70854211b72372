import type { TokenKind } from "./token.ts";

/** Characters that are tokens by themselves, with the kind and the normalised text of each. */
export const SINGLE: ReadonlyMap<string, readonly [TokenKind, string]> = new Map(
  (
    [
      ["+＋", "operator", "+"],
      ["-−–‐‑﹣－", "operator", "-"],
      ["*×✕✖⨯·⋅∙∗", "operator", "*"],
      ["÷➗", "operator", "÷"],
      ["/∕⁄", "operator", "/"],
      ["^", "operator", "^"],
      ["=＝", "relation", "="],
      ["≈≅≃≒", "relation", "≈"],
      ["(（", "open", "("],
      ["[", "open", "["],
      [")）", "close", ")"],
      ["]", "close", "]"],
      ["√", "function", "root"],
      ["%％", "percent", "%"],
      ["!", "bang", "!"],
      ["π", "name", "π"],
      ["°", "word", "degrees"],
      ["¢", "word", "cents"],
    ] as const
  ).flatMap(([characters, kind, text]) => Array.from(characters).map((one) => [one, [kind, text]] as const)),
);

/** Pairs of characters that are one token. */
export const DOUBLE: ReadonlyMap<string, readonly [TokenKind, string]> = new Map([
  ["==", ["relation", "="]],
  ["=~", ["relation", "≈"]],
  ["~=", ["relation", "≈"]],
  ["=≈", ["relation", "≈"]],
  [":=", ["relation", "="]],
  ["!=", ["break", "≠"]],
  ["=>", ["break", "⇒"]],
  ["=<", ["break", "≤"]],
  ["<=", ["break", "≤"]],
  [">=", ["break", "≥"]],
  ["->", ["break", "→"]],
  ["//", ["operator", "//"]],
  ["$$", ["break", "$$"]],
]);

/** Characters that end a clause wherever they stand. */
export const ENDS: ReadonlySet<string> = new Set(Array.from('\n;；。，、：?？！"“”„«»—―•→⇒⟹↔⇔<>≤≥≠≡∴∵│┃└'));

/** Signs before an amount of money. */
export const CURRENCY: ReadonlySet<string> = new Set(Array.from("$€£¥₹₩"));

/** Characters that mean nothing to a calculation. */
export const IGNORED: ReadonlySet<string> = new Set(
  Array.from(" \t\r\v\f\u00a0\u2009\u200a\u200b\u202f\u3000`~&'’‘#"),
);

/** The digits of exponents, in order. */
export const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Fractions that are one character, as top and bottom. */
export const VULGAR: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["½", [1, 2]],
  ["⅓", [1, 3]],
  ["⅔", [2, 3]],
  ["¼", [1, 4]],
  ["¾", [3, 4]],
  ["⅕", [1, 5]],
  ["⅖", [2, 5]],
  ["⅗", [3, 5]],
  ["⅘", [4, 5]],
  ["⅙", [1, 6]],
  ["⅚", [5, 6]],
  ["⅛", [1, 8]],
  ["⅜", [3, 8]],
  ["⅝", [5, 8]],
  ["⅞", [7, 8]],
]);
