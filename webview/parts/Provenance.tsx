import type { Source } from "../../src/core/model.ts";
import { exactMoment, momentWords, sourceWords } from "./words.ts";

/** Who gave a label and when, as far as it is kept; the title tells the exact time and where it is kept. */
export function Provenance({ by, at }: { by: Source | null; at: string | null }) {
  if (by === null) return null;
  const moment = at === null ? null : momentWords(at, new Date());
  return (
    <span class="quiet" title={title(by, at)}>
      {" · "}
      {sourceWords(by)}
      {at !== null && moment !== null && (
        <>
          , <time dateTime={at}>{moment}</time>
        </>
      )}
    </span>
  );
}

function title(by: Source, at: string | null): string {
  if (by === "file") return "In the format's own field, which doesn't say who gave it";
  const time = at === null ? new Date(Number.NaN) : new Date(at);
  const when = Number.isNaN(time.getTime()) ? "" : `, ${exactMoment(time)}`;
  return `${sourceWords(by)}${when}`;
}
