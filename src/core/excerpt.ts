/** A match with some text around it. */
export interface Excerpt {
  readonly excerpt: string;
  /** The match in the excerpt. */
  readonly start: number;
  readonly end: number;
}

/** An excerpt on one line that begins at most `before` UTF-16 units before its match, where little room is. */
export function narrowExcerpt({ excerpt, start, end }: Excerpt, before: number): Excerpt {
  const lead = flat(excerpt.slice(0, start)).trimStart();
  const shown = lead.length > before ? `…${lead.slice(1 - before)}` : lead;
  const match = flat(excerpt.slice(start, end));
  return {
    excerpt: `${shown}${match}${flat(excerpt.slice(end)).trimEnd()}`,
    start: shown.length,
    end: shown.length + match.length,
  };
}

function flat(text: string): string {
  return text.replaceAll(/\s+/gu, " ");
}
