/** A text on one line, cut at a length with an ellipsis; for tree labels, titles and messages. */
export function oneLine(text: string, length = 120): string {
  // Cut first: a trace may be megabytes long.
  const line = text
    .slice(0, length * 4)
    .replace(/\s+/gu, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
