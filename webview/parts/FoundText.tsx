import { useContext } from "preact/hooks";
import { foundMarks } from "../text/search.ts";
import { Marked } from "./Marked.tsx";
import { SearchPattern } from "./SearchPattern.ts";

/** A plain text with what is looked for marked in it. */
export function FoundText({ text }: { text: string }) {
  const pattern = useContext(SearchPattern);
  return <Marked text={text} marks={pattern === null ? [] : foundMarks(text, pattern)} />;
}
