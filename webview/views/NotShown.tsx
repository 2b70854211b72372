import { useMemo } from "preact/hooks";
import { narrowExcerpt } from "../../src/core/excerpt.ts";
import type { Row } from "../../src/core/model.ts";
import { Marked } from "../parts/Marked.tsx";
import { attempt } from "../state/context.ts";
import { foundHere, useApp, useRowSearch, useSelect } from "../state/hooks.ts";
import { shownPlace } from "../state/state.ts";
import { foundMark, isShown } from "../text/search.ts";

/** Text before the match that is shown. */
const before = 24;

/** Where what is looked for lies in a part of the row that this view doesn't show: says so, and leads there. */
export function NotShown({ row }: { row: Row }) {
  const app = useApp();
  const search = useRowSearch();
  const hit = useSelect((state) => foundHere(state)?.hit ?? null);
  const shown = useMemo(() => search === null || isShown(row, search), [row, search]);
  if (shown || hit === null) return null;
  const { excerpt, ...match } = narrowExcerpt(hit, before);
  return (
    <p class="not-shown" role="note">
      <span class="not-shown-text">
        Found in <code>{hit.field ?? "the row"}</code>, which is not shown here:{" "}
        <Marked text={excerpt} marks={[foundMark(match)]} />
      </span>
      <button
        type="button"
        class="link"
        onClick={() => void attempt(app, () => app.host.run("showMatch", shownPlace(app.store.get())))}
      >
        Show in the File
      </button>
    </p>
  );
}
