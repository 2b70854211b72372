/** A text, number or truth value inside a row, and its place. */
export interface RowValue {
  /** Dotted path, such as `label.steps.0.text`. */
  readonly path: string;
  readonly text: string;
}

/** The values of a row, in its order, however deep they lie. */
export function* valuesOf(value: unknown): Generator<RowValue> {
  const stack: { readonly path: string; readonly value: unknown }[] = [{ path: "", value }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top.value === "object" && top.value !== null) {
      const { path } = top;
      const inner = Object.entries(top.value).map(([key, item]: [string, unknown]) => ({
        path: path === "" ? key : `${path}.${key}`,
        value: item,
      }));
      for (const one of inner.reverse()) stack.push(one);
    } else if (typeof top.value === "string") yield { path: top.path, text: top.value };
    else if (top.value !== null) yield { path: top.path, text: JSON.stringify(top.value) };
  }
}

/** True where a path is a field or lies inside it; array places may be left out: `steps.text` holds `steps.3.text`. */
export function isInside(path: string, field: string): boolean {
  const wanted = field.split(".");
  let next = 0;
  for (const part of path.split(".")) {
    if (next === wanted.length) return true;
    if (part === wanted[next]) next++;
    else if (!/^\d+$/u.test(part)) return false;
  }
  return next === wanted.length;
}
