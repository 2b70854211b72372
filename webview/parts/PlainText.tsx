import { useState } from "preact/hooks";
import { FoundText } from "./FoundText.tsx";

/** How much (UTF-16 units) of a long text is shown before the person asks for all. */
const firstPart = 4000;

/** A text as written, in the editor's font; a long one by its start, until all is asked for. */
export function PlainText({ text, limit = firstPart }: { text: string; limit?: number }) {
  const [all, setAll] = useState(false);
  const cut = !all && text.length > limit;
  return (
    <div class="plain">
      <pre>
        <FoundText text={cut ? text.slice(0, limit) : text} />
      </pre>
      {cut && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          Show all {text.length.toLocaleString("en-US")} characters
        </button>
      )}
    </div>
  );
}
