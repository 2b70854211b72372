import type { Query } from "../../core/query.ts";
import { JsonBytes } from "../../storage/search/jsonTokens.ts";
import { RowMatcher } from "../../storage/search/rowMatcher.ts";
import type { RowView, SearchHit } from "../../storage/types.ts";

/** What a query's text search finds in a row; an empty excerpt where no text is looked for, or it isn't there. */
export function hitIn({ index: row, line, raw }: RowView, query: Query): SearchHit {
  const { text, regex, caseSensitive, field } = query;
  const bytes = Buffer.from(raw);
  const kind = regex ? "regex" : "literal";
  const matcher = new RowMatcher({ text, kind, caseSensitive, field, equals: [] });
  const place = matcher.match(new JsonBytes(bytes), 0, bytes.length, null);
  return { row, line, ...(place ?? { field: null, excerpt: "", start: 0, end: 0 }) };
}
