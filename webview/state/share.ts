/**
 * The new value, with every part that equals the old one taken from the old one. What comes over the channel is a
 * fresh copy each time; sharing lets a component see by identity that its step did not change.
 */
export function share<T>(old: unknown, fresh: T): T {
  return shared(old, fresh) as T;
}

function shared(old: unknown, fresh: unknown): unknown {
  if (Object.is(old, fresh)) return old;
  if (Array.isArray(fresh)) return sharedArray(old, fresh);
  if (!isRecord(fresh) || !isRecord(old)) return fresh;
  const keys = Object.keys(fresh);
  let same = keys.length === Object.keys(old).length;
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    result[key] = shared(old[key], fresh[key]);
    same &&= key in old && Object.is(result[key], old[key]);
  }
  return same ? old : result;
}

function sharedArray(old: unknown, fresh: readonly unknown[]): readonly unknown[] {
  if (!Array.isArray(old)) return fresh;
  const before: readonly unknown[] = old;
  const result = fresh.map((item, index) => shared(before[index], item));
  const same =
    before.length === result.length && result.every((item, index) => Object.is(item, before[index]));
  return same ? before : result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
