import { basename, dirname } from "node:path/posix";

/** As people read: numbers by their size, capitals beside small letters. */
const { compare } = new Intl.Collator(undefined, { numeric: true });

/** The order of a list that shows file names, and folders only where names are equal. @param a path with forward slashes */
export function byName(a: string, b: string): number {
  return compare(basename(a), basename(b)) || byPath(dirname(a), dirname(b));
}

/** The order of whole paths. Those that read alike but aren't equal have their order too. */
export function byPath(a: string, b: string): number {
  return compare(a, b) || (a < b ? -1 : Number(a > b));
}
