/** A text, number, truth value or null inside a row, and its place. */
export interface RowValue {
  /** Dotted path, such as `label.steps.0.text`. */
  readonly path: string;
  readonly value: string | number | boolean | null;
}

/** The values of a row, in its order, however deep they lie. */
export function* valuesOf(row: unknown): Generator<RowValue> {
  const stack: { readonly path: string; readonly value: unknown }[] = [{ path: "", value: row }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { path, value } = top;
    if (typeof value === "object" && value !== null) {
      const inner = Object.entries(value).map(([key, item]: [string, unknown]) => ({
        path: path === "" ? key : `${path}.${key}`,
        value: item,
      }));
      for (const one of inner.reverse()) stack.push(one);
    } else yield { path, value: value as RowValue["value"] };
  }
}

/** True where a path is a field or lies inside it; array places may be left out: `steps.text` holds `steps.3.text`. */
export function isInside(path: string, field: string): boolean {
  return restOf(path, field) !== null;
}

/** True where a path is a field itself, array places left out. */
export function isSamePath(path: string, field: string): boolean {
  return restOf(path, field)?.every(isPlace) ?? false;
}

/** What of a path lies inside a field; null where it isn't in it. */
function restOf(path: string, field: string): string[] | null {
  const wanted = field.split(".");
  const parts = path.split(".");
  let next = 0;
  for (const [k, part] of parts.entries()) {
    if (next === wanted.length) return parts.slice(k);
    if (part === wanted[next]) next++;
    else if (!isPlace(part)) return null;
  }
  return next === wanted.length ? [] : null;
}

function isPlace(part: string): boolean {
  return /^\d+$/u.test(part);
}
