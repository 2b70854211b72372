import type { LongRow, RowState } from "../../src/protocol/traceEditor.ts";
import { Banner } from "../parts/Banner.tsx";
import { Button } from "../parts/Button.tsx";
import { useApp, useSelect } from "../state/hooks.ts";
import { cancelOpenLong, nextPart, openLong } from "../state/longRow.ts";

/** What opening a long row costs, and the way to do so or to call it off. */
export function OpenLong({ index, long }: { index: number; long: LongRow }) {
  const app = useApp();
  const opening = useSelect((state) => state.opening === index);
  if (opening)
    return (
      <>
        <span class="indexing" role="status">
          <vscode-progress-ring /> Opening
        </span>
        <Button onClick={() => void cancelOpenLong(app)}>Cancel</Button>
      </>
    );
  const limit = nextPart(long.shown);
  return (
    <Button
      primary={long.shown === null}
      title={`Shows the first ${million(limit)} characters of its texts`}
      onClick={() => void openLong(app, index, limit)}
    >
      {long.shown === null ? "Open Anyway" : "Show More"}
    </Button>
  );
}

/** What opening a long row shows and costs, for people. */
export function costOfOpening({ length }: LongRow): string {
  const [seconds, megabytes] = [Math.max(1, Math.round(length / 5e7)), Math.round((4 * length) / 1e6)];
  return `Opened anyway, it shows the first ${million(nextPart(null))} characters of its texts; that may take ${seconds === 1 ? "a second" : `${seconds} seconds`} or more and ${megabytes} MB of memory, again after each label.`;
}

/** Over a long row that was opened: how much of it there is, and what can't be done. */
export function LongRowNote({ row }: { row: RowState }) {
  const { long, index } = row;
  if (long === null || long.shown === null || long.texts === null) return null;
  const { shown, texts } = long;
  return (
    <Banner kind="info" actions={shown < texts ? <OpenLong index={index} long={long} /> : undefined}>
      {shown < texts
        ? `The first ${million(shown)} of ${million(texts)} characters of this row’s texts are shown, steps after them left out.`
        : "All of this long row’s texts are shown."}{" "}
      Labels can be given; texts can’t be edited here.
    </Banner>
  );
}

function million(count: number): string {
  return `${(count / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 })} million`;
}
