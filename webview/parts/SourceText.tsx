import type { Mark } from "../text/marks.ts";
import { Marked } from "./Marked.tsx";

/** A text as written, with marks that don't overlap. */
export function SourceText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  return (
    <pre class="source">
      <Marked text={text} marks={marks} />
    </pre>
  );
}
