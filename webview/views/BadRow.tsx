import type { RowState } from "../../src/protocol/traceEditor.ts";
import { Banner } from "../parts/Banner.tsx";
import { Button } from "../parts/Button.tsx";
import { PlainText } from "../parts/PlainText.tsx";
import { attempt } from "../state/context.ts";
import { useApp } from "../state/hooks.ts";

/** How much (UTF-16 units) of an unreadable row is shown at first. */
const firstPart = 20_000;

/** A row that can't be read: why, and what the file has there. */
export function BadRow({ row }: { row: RowState }) {
  const app = useApp();
  return (
    <section class="bad-row" aria-label="Row that can't be read">
      <Banner
        kind="error"
        actions={
          <Button onClick={() => void attempt(app, () => app.host.run("openAsText", app.store.get().place))}>
            Open as Text
          </Button>
        }
      >
        {row.error ?? "This row can't be read."}
      </Banner>
      {row.raw !== null && <PlainText text={row.raw} limit={firstPart} />}
    </section>
  );
}
