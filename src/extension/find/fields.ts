import { valuesOf } from "../../storage/search/valuesOf.ts";

/** Dotted paths of the fields of rows, array places left out, in the order they come. */
export function fieldsOf(raws: readonly string[]): readonly string[] {
  const fields = new Set<string>();
  for (const raw of raws) {
    for (const { path } of valuesOf(parsed(raw))) {
      const parts = path.split(".").filter((part) => !/^\d+$/u.test(part));
      // A field is searched with all that lies in it.
      for (let length = 1; length <= parts.length; length++) fields.add(parts.slice(0, length).join("."));
    }
  }
  return [...fields];
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return {};
  }
}
