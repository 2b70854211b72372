import { useContext } from "preact/hooks";
import { foundMarks } from "../text/search.ts";
import { Marked } from "./Marked.tsx";
import { SearchedText } from "./Searched.ts";

/** A plain text with what is looked for marked in it. */
export function FoundText({ text }: { text: string }) {
  const search = useContext(SearchedText);
  return <Marked text={text} marks={search === null ? [] : foundMarks(text, search)} />;
}
