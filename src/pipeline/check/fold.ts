import type { CheckFinding } from "./types.ts";

/** So many rows that no format fits are told one by one; more of them are one finding: the file needs a field mapping. */
const toldApart = 3;

/**
 * Findings for people, with one for all rows that no format fits, at the first of them.
 * @param count how many such rows there are, where more were found than are held
 */
export function folded(
  findings: readonly CheckFinding[],
  count = findings.filter(isNoFormat).length,
): readonly CheckFinding[] {
  const alike = findings.filter(isNoFormat);
  const [first] = alike;
  if (first === undefined || count <= toldApart) return findings;
  const named = alike.slice(0, toldApart).map(({ row }) => (row ?? 0) + 1);
  const number = (of: number): string => of.toLocaleString("en-US");
  const message = `No format fits ${number(count)} rows (${named.join(", ")} and ${number(count - named.length)} more). “Map Fields…”, or \`stepdpo map\`, says which of their fields hold what. The first is ${first.message}`;
  const one = { ...first, message, rows: count };
  return findings.flatMap((finding) => (finding === first ? [one] : isNoFormat(finding) ? [] : [finding]));
}

/** Whether a row is told to fit no format. */
export function isNoFormat({ noFormat }: CheckFinding): boolean {
  return noFormat === true;
}
