import type { RowState } from "../../src/protocol/traceEditor.ts";
import { Banner } from "../parts/Banner.tsx";
import { Button } from "../parts/Button.tsx";
import { FoundIn } from "../parts/FoundIn.tsx";
import { costOfOpening, OpenLong } from "./LongRow.tsx";
import { PlainText } from "../parts/PlainText.tsx";
import { attempt } from "../state/context.ts";
import { useApp } from "../state/hooks.ts";
import { shownPlace } from "../state/state.ts";

/** How much (UTF-16 units) of an unreadable row is shown at first. */
const firstPart = 20_000;

/** Which fields lie where isn't known of a text that can't be read. */
const nothing = () => [];

/** A row that can't be read: why, and what the file has there. */
export function BadRow({ row }: { row: RowState }) {
  const app = useApp();
  const run = (command: "mapFields" | "openAsText") =>
    void attempt(app, () => app.host.run(command, shownPlace(app.store.get())));
  return (
    <section class="bad-row" aria-label="Row that can't be read">
      <Banner
        kind={row.long === null ? "error" : "warning"}
        actions={
          <>
            {row.long !== null && <OpenLong index={row.index} long={row.long} />}
            {row.mappable && (
              <Button primary onClick={() => run("mapFields")}>
                Map Fields…
              </Button>
            )}
            <Button onClick={() => run("openAsText")}>Open as Text</Button>
          </>
        }
      >
        {row.error ?? "This row can't be read."}
        {row.long !== null && ` ${costOfOpening(row.long)}`}
      </Banner>
      {row.raw !== null && (
        <FoundIn spans={nothing}>
          <PlainText text={row.raw} limit={firstPart} />
        </FoundIn>
      )}
    </section>
  );
}
