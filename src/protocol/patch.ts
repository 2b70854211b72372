/** What makes one JSON value of another: the new value, or what changed of its fields or of runs of its elements. */
export type Patch =
  | { readonly value: unknown }
  | { readonly fields: Readonly<Record<string, Patch>> }
  /** From, to (exclusive), and what all elements there have in common. */
  | { readonly runs: readonly (readonly [from: number, to: number, patch: Patch])[] };

/** What makes `fresh` of `old`, both plain JSON; null where they are equal. */
export function patchOf(old: unknown, fresh: unknown): Patch | null {
  if (Object.is(old, fresh)) return null;
  if (Array.isArray(old) && Array.isArray(fresh) && old.length === fresh.length) return runsOf(old, fresh);
  if (isRecord(old) && isRecord(fresh) && sameKeys(old, fresh)) {
    const changed = Object.keys(fresh).flatMap((key) => {
      const patch = patchOf(old[key], fresh[key]);
      return patch === null ? [] : [[key, patch] as const];
    });
    return changed.length === 0 ? null : { fields: Object.fromEntries(changed) };
  }
  return { value: fresh };
}

/** The value that a patch makes of the one that it was made for; what did not change keeps its identity. */
export function patched(old: unknown, patch: Patch): unknown {
  if ("value" in patch) return patch.value;
  if ("fields" in patch) {
    const changes = new Map(Object.entries(patch.fields));
    const fields = Object.entries(old as object).map(([key, value]: [string, unknown]) => {
      const change = changes.get(key);
      return [key, change === undefined ? value : patched(value, change)] as const;
    });
    // Not by assignment: a field may be named __proto__.
    return Object.fromEntries(fields);
  }
  const result = [...(old as unknown[])];
  for (const [from, to, change] of patch.runs)
    for (let at = from; at < to; at++) result[at] = patched(result[at], change);
  return result;
}

/** One label may change those of all steps after it: they are told as one run. */
function runsOf(old: readonly unknown[], fresh: readonly unknown[]): Patch | null {
  const runs: [from: number, to: number, patch: Patch][] = [];
  let text = "";
  fresh.forEach((item, at) => {
    const patch = patchOf(old[at], item);
    if (patch === null) return;
    const written = JSON.stringify(patch);
    const last = runs.at(-1);
    if (last?.[1] === at && written === text) last[1] = at + 1;
    else runs.push([at, at + 1, patch]);
    text = written;
  });
  return runs.length === 0 ? null : { runs };
}

function sameKeys(a: object, b: object): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
