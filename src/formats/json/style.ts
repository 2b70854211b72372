import type { JsonValue } from "../format.ts";
import { nodeAt, type Node } from "./scan.ts";

/** How a row is written, so that what is added looks like the rest. */
export interface Style {
  /** Between key and value, such as ": ". */
  readonly colon: string;
  /** Between members on one line, such as ", ". */
  readonly comma: string;
  /** One level of indentation where the row is pretty-printed; null where it is on one line. */
  readonly indent: string | null;
  readonly newline: string;
  /** Escapes beyond what JSON asks for; each is on where the row uses it and nowhere leaves it out. */
  readonly ascii: boolean;
  readonly upperHex: boolean;
  readonly slash: boolean;
  readonly html: boolean;
}

/** Reads a row's style off its text. */
export function styleOf(raw: string): Style {
  const root = nodeAt(raw, 0);
  const gaps = gapsOf(raw, root);
  const lines = /\n([ \t]*)$/u.exec(gaps.open);
  const base = /\n([ \t]*)$/u.exec(gaps.close)?.[1] ?? "";
  return {
    colon: gaps.colon ?? ": ",
    comma: gaps.comma !== null && !gaps.comma.includes("\n") ? gaps.comma : gaps.colon === ":" ? "," : ", ",
    indent: lines === null ? null : (lines[1] ?? "").slice(base.length) || "  ",
    newline: gaps.open.includes("\r\n") ? "\r\n" : "\n",
    ascii: unicodeEscape("(?!00[0-7])[0-9a-f]{4}", "i").test(raw) && !/[^\u0000-\u007f]/u.test(raw),
    upperHex:
      unicodeEscape("(?=[0-9]*[A-F])[0-9A-F]{4}").test(raw) &&
      !unicodeEscape("(?=[0-9]*[a-f])[0-9a-f]{4}").test(raw),
    slash: raw.includes("\\/") && !/(?<!\\)\//u.test(raw),
    html: /\\u00(?:3[ce]|26)/iu.test(raw) && !/[<>&]/u.test(raw),
  };
}

/** Matches a `\u` escape, and no `u` after an escaped backslash (as LaTeX has). */
function unicodeEscape(digits: string, flags = ""): RegExp {
  return new RegExp(String.raw`(?<!\\)(?:\\\\)*\\u${digits}`, flags);
}

interface Gaps {
  readonly open: string;
  readonly close: string;
  readonly colon: string | null;
  readonly comma: string | null;
}

/** What stands between the parts of an object or array. */
export function gapsOf(raw: string, node: Node): Gaps {
  if (node.kind === "scalar") return { open: "", close: "", colon: null, comma: null };
  const items =
    node.kind === "object"
      ? node.members.map((member) => ({ start: member.keySpan.start, end: member.value.end }))
      : node.elements;
  const member = node.kind === "object" ? node.members[0] : undefined;
  const [first, second, last] = [items[0], items[1], items.at(-1)];
  return {
    open: raw.slice(node.start + 1, first?.start ?? node.end - 1),
    close: last === undefined ? "" : raw.slice(last.end, node.end - 1),
    colon: member === undefined ? null : raw.slice(member.keySpan.end, member.value.start),
    comma: first === undefined || second === undefined ? null : raw.slice(first.end, second.start),
  };
}

/** A value as JSON in a style; `at` is the indentation of the line that it starts on. */
export function written(value: JsonValue, style: Style, at = ""): string {
  if (typeof value === "string") return `"${writtenText(value, style)}"`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = style.indent === null ? "" : at + style.indent;
  const items = Array.isArray(value)
    ? value.map((item) => written(item, style, inner))
    : Object.entries(value).map(([key, item]) => writtenMember(key, item, style, inner));
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (items.length === 0) return open + close;
  if (style.indent === null) return open + items.join(style.comma) + close;
  const line = style.newline + inner;
  return `${open}${line}${items.join(`,${line}`)}${style.newline}${at}${close}`;
}

/** A member as JSON in a style. */
export function writtenMember(key: string, value: JsonValue, style: Style, at = ""): string {
  return `"${writtenText(key, style)}"${style.colon}${written(value, style, at)}`;
}

/** The inside of a string literal in a style. */
export function writtenText(text: string, style: Style): string {
  let inside = JSON.stringify(text).slice(1, -1);
  if (style.slash) inside = inside.replaceAll("/", "\\/");
  if (style.html) inside = inside.replace(/[<>&\u2028\u2029]/gu, (char) => unicode(char, style));
  if (style.ascii) inside = inside.replace(/[\u007f-\uffff]/g, (unit) => unicode(unit, style));
  return inside;
}

function unicode(unit: string, style: Style): string {
  const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
  return `\\u${style.upperHex ? hex.toUpperCase() : hex}`;
}
