import { narrowExcerpt } from "../../src/core/excerpt.ts";
import { Marked } from "../parts/Marked.tsx";
import { foundWords, placeWords } from "../state/find.ts";
import { foundHere, useSelect } from "../state/hooks.ts";
import { foundMark } from "../text/search.ts";
import type { FoundText } from "../../src/protocol/traceEditor.ts";

/** How many rows were found, which of them this is, and the match in it. */
export function FoundCount() {
  const view = useSelect((state) => state.view);
  const place = useSelect((state) => foundHere(state)?.place ?? null);
  const hit = useSelect((state) => foundHere(state)?.hit ?? null);
  const pending = useSelect((state) => state.draft !== null);
  if (view === null || view.whole) return <div class="find-count" />;
  const { found, running, error } = view;
  return (
    <div class="find-count">
      {(running || pending) && <vscode-progress-ring aria-label="Searching" />}
      {error === null && (
        <span
          class={found === 0 && !running ? "find-words tone-bad" : "find-words"}
          title={place === null && found > 0 ? "The row shown is not among them" : undefined}
        >
          {place === null ? foundWords(view) : placeWords(place, view)}
        </span>
      )}
      {hit !== null && <Hit hit={hit} />}
    </div>
  );
}

/** Text before a match that is shown. */
const before = 8;

function Hit({ hit }: { hit: FoundText }) {
  const { excerpt, ...match } = narrowExcerpt(hit, before);
  return (
    <span class="find-hit" title={`${hit.field === null ? "" : `${hit.field}: `}${hit.excerpt}`}>
      <Marked text={excerpt} marks={[foundMark(match)]} />
      {hit.field !== null && <span class="quiet"> · {hit.field}</span>}
    </span>
  );
}
