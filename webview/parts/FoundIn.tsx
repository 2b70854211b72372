import type { ComponentChildren } from "preact";
import { useContext, useMemo } from "preact/hooks";
import type { Span } from "../../src/core/model.ts";
import type { FieldTexts } from "../../src/protocol/traceEditor.ts";
import { SearchedRow, SearchedText } from "./Searched.ts";

/** What is looked for in the row is looked for in the text below, within the stretches that lie in the field asked for. */
export function FoundIn(props: {
  /** The text's stretches, where one field is looked in; the same function as long as they are the same. */
  spans: (texts: FieldTexts) => readonly Span[];
  children: ComponentChildren;
}) {
  const { spans } = props;
  const row = useContext(SearchedRow);
  const search = useMemo(
    () =>
      row === null ? null : { pattern: row.pattern, within: row.texts === null ? null : spans(row.texts) },
    [row, spans],
  );
  return <SearchedText.Provider value={search}>{props.children}</SearchedText.Provider>;
}
