import { isObject, type Path } from "./fields.ts";
import type { JsonValue } from "./format.ts";

/** A value that a dotted path leads to. */
export interface Found {
  readonly path: Path;
  readonly value: JsonValue;
  /** The array places that the dotted path leaves out, in order. */
  readonly at: readonly number[];
}

/**
 * All values that a dotted path leads to. Numbers in it index arrays; an array that it gives no number for is gone
 * through element by element. Keys may hold dots themselves.
 */
export function findAll(value: JsonValue, dotted: string): Found[] {
  const found: Found[] = [];
  walk({ path: [], value, at: [] }, dotted.split("."), (one) => found.push(one));
  return found;
}

function walk({ path, value, at }: Found, parts: readonly string[], take: (found: Found) => void): void {
  const [part, ...rest] = parts;
  if (part === undefined) {
    take({ path, value, at });
  } else if (Array.isArray(value)) {
    const index = /^\d+$/u.test(part) ? Number(part) : null;
    for (const [place, element] of value.entries()) {
      if (index === null) walk({ path: [...path, place], value: element, at: [...at, place] }, parts, take);
      else if (index === place) walk({ path: [...path, place], value: element, at }, rest, take);
    }
  } else if (isObject(value)) {
    const length =
      parts.findLastIndex((_, end) => Object.hasOwn(value, parts.slice(0, end + 1).join("."))) + 1;
    const key = parts.slice(0, length).join(".");
    const inner = value[key];
    if (length > 0 && inner !== undefined)
      walk({ path: [...path, key], value: inner, at }, parts.slice(length), take);
  }
}
