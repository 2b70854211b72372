import type { Change } from "../../core/change.ts";
import { isObject } from "../../formats/fields.ts";
import type { JsonEdit, JsonObject, JsonValue } from "../../formats/format.ts";
import type { CheckFix } from "./types.ts";

/** Fields that hold a side of a pair, or the whole continuation that starts with it. */
const sideFields = ["chosen", "rejected", "full_chosen", "full_rejected", "original_chosen", "output"];

/** A fix that sets values of the row itself; none where nothing is set. */
export function valuesFix(
  title: string,
  { trace = 0, step }: { readonly trace?: number; readonly step?: number },
  edits: readonly JsonEdit[],
): { fix: CheckFix } | Record<string, never> {
  if (edits.length === 0) return {};
  const change: Change = { kind: "values", title, trace, step: step ?? null, edits };
  return { fix: { title, changes: [change] } };
}

/** Edits of the fields of a pair's sides that a replacement changes. */
export function editsOfSides(value: JsonObject, replace: (text: string) => string): JsonEdit[] {
  return sideFields.flatMap((field) => changed([field], value[field], replace));
}

/** Edits of every string of a row, its `step_dpo` key left out, that a replacement changes. */
export function editsOfTexts(value: JsonObject, replace: (text: string) => string): JsonEdit[] {
  const edits: JsonEdit[] = [];
  // No recursion: rows may be nested deeper than the call stack.
  const todo: Place[] = [{ value, key: null, parent: null }];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const { value: found } = at;
    if (Array.isArray(found))
      for (const [key, item] of found.entries()) todo.push({ value: item, key, parent: at });
    else if (isObject(found)) {
      for (const [key, item] of Object.entries(found))
        if (at.parent !== null || key !== "step_dpo") todo.push({ value: item, key, parent: at });
    } else if (typeof found === "string" && replace(found) !== found)
      edits.push({ path: pathTo(at), value: replace(found) });
  }
  return edits;
}

interface Place {
  readonly value: JsonValue;
  readonly key: string | number | null;
  readonly parent: Place | null;
}

function pathTo(place: Place): JsonEdit["path"] {
  const path: (string | number)[] = [];
  for (let at: Place | null = place; at?.key != null; at = at.parent) path.unshift(at.key);
  return path;
}

function changed(
  path: JsonEdit["path"],
  value: JsonValue | undefined,
  replace: (text: string) => string,
): JsonEdit[] {
  if (typeof value !== "string" || value.trim() === "") return [];
  const next = replace(value);
  return next === value ? [] : [{ path, value: next }];
}
