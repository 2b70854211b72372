import type { TextEdit } from "../../core/change.ts";
import type { JsonEdit, JsonObject, JsonValue } from "../format.ts";
import { PieceText } from "./pieces.ts";
import { memberOf, nodeAt, type Node } from "./scan.ts";
import { changedText } from "./string.ts";
import { gapsOf, styleOf, written, writtenMember, type Style } from "./style.ts";

type Path = JsonEdit["path"];

/**
 * Turns edits of a row's values into the smallest edits of its text. Key order, spacing, big numbers, unknown and
 * duplicate keys stay; of duplicate keys the last is edited, since that is the one `JSON.parse` sees. What is added is
 * written as the row is written.
 * @param raw the row, valid JSON
 * @throws RangeError where a path leads through an array index that is not there
 */
export function jsonEditsToTextEdits(raw: string, edits: readonly JsonEdit[]): TextEdit[] {
  const pieces = new PieceText(raw);
  const style = styleOf(raw);
  for (const edit of edits) {
    for (const change of editText(pieces.text, edit, style)) pieces.replace(change);
  }
  return pieces.edits();
}

/** Edits of the text, to be applied one after another. */
function editText(text: string, edit: JsonEdit, style: Style): TextEdit[] {
  let node = nodeAt(text, 0);
  for (const [depth, segment] of edit.path.entries()) {
    const rest = edit.path.slice(depth + 1);
    const child = childOf(node, segment, edit.path);
    if (child === undefined) {
      if (edit.value === undefined) return [];
      return [insert(text, node, node.kind === "array" ? Infinity : segment, nest(rest, edit.value), style)];
    }
    if (edit.value === undefined && rest.length === 0) return remove(node, segment);
    const next = nodeAt(text, child.start);
    if (rest.length > 0 && next.kind === "scalar") {
      return edit.value === undefined ? [] : replaceValue(text, next, nest(rest, edit.value), style);
    }
    node = next;
  }
  return edit.value === undefined ? [] : replaceValue(text, node, edit.value, style);
}

function childOf(
  node: Node,
  segment: string | number,
  path: Path,
): { start: number; end: number } | undefined {
  if (node.kind === "object") return memberOf(node, String(segment))?.value;
  if (node.kind === "array" && typeof segment === "number") {
    if (segment > node.elements.length) {
      throw new RangeError(`${path.join(".")}: the array has ${node.elements.length} elements.`);
    }
    return node.elements[segment];
  }
  throw new RangeError(
    `${path.join(".")}: "${segment}" is no place in ${node.kind === "array" ? "an array" : "a value"}.`,
  );
}

function nest(path: Path, value: JsonValue): JsonValue {
  return path.reduceRight<JsonValue>(
    (inner, segment) => (typeof segment === "number" ? [inner] : { [segment]: inner }),
    value,
  );
}

/** Goes as deep as both values are of one kind, so that what did not change keeps its bytes. */
function replaceValue(text: string, node: Node, value: JsonValue, style: Style): TextEdit[] {
  const old = JSON.parse(text.slice(node.start, node.end)) as JsonValue;
  if (sameJson(old, value)) return [];
  if (typeof old === "string" && typeof value === "string") return [changedText(text, node, value, style)];
  if (node.kind === "object" && isObject(value)) return replaceMembers(text, node, value, style);
  if (node.kind === "array" && Array.isArray(value)) return replaceElements(text, node, value, style);
  return [
    {
      offset: node.start,
      length: node.end - node.start,
      text: written(value, style, indentAt(text, node.start, style)),
    },
  ];
}

/** Later places first, so that earlier offsets still hold while the edits are applied one after another. */
function replaceMembers(
  text: string,
  node: Node & { kind: "object" },
  value: JsonObject,
  style: Style,
): TextEdit[] {
  let edits: TextEdit[] = [];
  let current = text;
  const step = (changes: readonly TextEdit[]): void => {
    edits = [...edits, ...changes];
    const pieces = new PieceText(current);
    for (const change of changes) pieces.replace(change);
    current = pieces.text;
  };
  for (const key of new Set(node.members.map((member) => member.key))) {
    if (!Object.hasOwn(value, key)) step(remove(nodeAt(current, node.start), key));
  }
  for (const [key, item] of Object.entries(value)) {
    const now = nodeAt(current, node.start);
    const member = memberOf(now, key);
    step(
      member === undefined
        ? [insert(current, now, key, item, style)]
        : replaceValue(current, nodeAt(current, member.value.start), item, style),
    );
  }
  return edits;
}

function replaceElements(
  text: string,
  node: Node & { kind: "array" },
  value: readonly JsonValue[],
  style: Style,
): TextEdit[] {
  const old = JSON.parse(text.slice(node.start, node.end)) as JsonValue[];
  const shorter = Math.min(old.length, value.length);
  let head = 0;
  while (head < shorter && sameJson(old[head], value[head])) head++;
  let tail = 0;
  while (tail < shorter - head && sameJson(old.at(-1 - tail), value.at(-1 - tail))) tail++;
  const edits: TextEdit[] = [];
  let current = text;
  const step = (changes: readonly TextEdit[]): void => {
    const pieces = new PieceText(current);
    for (const change of changes) pieces.replace(change);
    current = pieces.text;
    edits.push(...changes);
  };
  for (let k = old.length - tail - 1; k >= head; k--) {
    const now = nodeAt(current, node.start);
    const element = now.kind === "array" ? now.elements[k] : undefined;
    const item = value[k];
    if (k >= value.length - tail || item === undefined) step(remove(now, k));
    else if (element !== undefined) step(replaceValue(current, nodeAt(current, element.start), item, style));
  }
  for (let k = old.length - tail; k < value.length - tail; k++) {
    const item = value[k];
    if (item !== undefined) step([insert(current, nodeAt(current, node.start), k, item, style)]);
  }
  return edits;
}

/** Puts a member at the end of an object, or an element before the one at an index (at the end where there is none). */
function insert(text: string, node: Node, place: string | number, value: JsonValue, style: Style): TextEdit {
  if (node.kind === "scalar") throw new RangeError(`"${place}" is no place in a value.`);
  const items =
    node.kind === "object"
      ? node.members.map((one) => ({ start: one.keySpan.start, end: one.value.end }))
      : node.elements;
  const gaps = gapsOf(text, node);
  const outer = indentAt(text, node.start, style);
  const inner = /\n([ \t]*)$/u.exec(gaps.open)?.[1] ?? outer + (style.indent ?? "");
  const local = gaps.colon === null ? style : { ...style, colon: gaps.colon };
  const item =
    typeof place === "string" ? writtenMember(place, value, local, inner) : written(value, style, inner);
  const last = items.at(-1);
  if (last === undefined) {
    const filled = style.indent === null ? item : `${style.newline}${inner}${item}${style.newline}${outer}`;
    return { offset: node.start + 1, length: node.end - node.start - 2, text: filled };
  }
  const comma = gaps.comma ?? (gaps.open.includes("\n") ? `,${gaps.open}` : style.comma);
  const before = typeof place === "number" ? items[place] : undefined;
  if (before !== undefined) return { offset: before.start, length: 0, text: item + comma };
  return { offset: last.end, length: 0, text: comma + item };
}

/** Takes out an element, or every member of a name, each with its comma. */
function remove(node: Node, place: string | number): TextEdit[] {
  if (node.kind === "scalar") return [];
  const items =
    node.kind === "object"
      ? node.members.map((one) => ({
          start: one.keySpan.start,
          end: one.value.end,
          gone: one.key === String(place),
        }))
      : node.elements.map((one, index) => ({ ...one, gone: index === place }));
  const kept = items.filter((one) => !one.gone);
  if (kept.length === items.length) return [];
  if (kept.length === 0) return [{ offset: node.start + 1, length: node.end - node.start - 2, text: "" }];
  const edits: TextEdit[] = [];
  for (const [index, item] of items.entries()) {
    if (!item.gone) continue;
    // With what follows where something kept came before none yet, else with the comma before it.
    const leads = items.slice(0, index).every((one) => one.gone);
    const from = leads ? item.start : (items[index - 1]?.end ?? item.start);
    const to = leads ? (items[index + 1]?.start ?? item.end) : item.end;
    edits.unshift({ offset: from, length: to - from, text: "" });
  }
  return edits;
}

function indentAt(text: string, at: number, style: Style): string {
  if (style.indent === null) return "";
  return /^[ \t]*/u.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1, at))?.[0] ?? "";
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are equal; members in any order. */
export function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}
