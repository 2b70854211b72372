import { useState } from "preact/hooks";
import type { MappingPreview, MappingStart, ShownRow } from "../../src/protocol/mapping.ts";
import { Icon } from "../parts/Icon.tsx";
import { IconButton } from "../parts/IconButton.tsx";
import { PlainText } from "../parts/PlainText.tsx";
import { counted } from "../parts/words.ts";
import { MappedRowView } from "./MappedRowView.tsx";

/** How the sample reads: counts, what is wrong, and one row as the trace editor would show it. */
export function Preview(props: {
  start: MappingStart;
  preview: MappingPreview;
  onGoTo: (at: number) => void;
}) {
  const { start, preview, onGoTo } = props;
  const { tally, shown } = preview;
  return (
    <section class="preview" aria-label="Preview">
      <Tally tally={tally} onShow={(index) => onGoTo(Math.max(0, start.indices.indexOf(index)))} />
      {shown !== null && (
        <ShownRowView key={shown.index} shown={shown} sampled={start.sampled} onGoTo={onGoTo} />
      )}
    </section>
  );
}

function Tally(props: { tally: MappingPreview["tally"]; onShow: (index: number) => void }) {
  const { tally, onShow } = props;
  const { sampled, well, problems, traces, steps, complaints } = tally;
  const all = well === sampled;
  return (
    <div class="tally" role="status">
      <p>
        <Icon
          name={all ? "pass-filled" : well === 0 ? "error" : "warning"}
          className={all ? "tone-good" : well === 0 ? "tone-bad" : "tone-warn"}
        />{" "}
        <strong>
          {well} of {sampled}
        </strong>{" "}
        sampled rows read well: {counted(problems, "problem")}, {counted(traces, "trace")},{" "}
        {counted(steps, "step")}
      </p>
      {complaints.length > 0 && (
        <ul>
          {complaints.slice(0, 6).map(({ message, rows, first }) => (
            <li key={message}>
              {message}{" "}
              <button type="button" class="link" onClick={() => onShow(first)}>
                row {(first + 1).toLocaleString("en-US")}
              </button>
              {rows > 1 && <span class="quiet"> ({rows} rows in all)</span>}
            </li>
          ))}
          {complaints.length > 6 && <li class="quiet">and {complaints.length - 6} more</li>}
        </ul>
      )}
    </div>
  );
}

function ShownRowView(props: { shown: ShownRow; sampled: number; onGoTo: (at: number) => void }) {
  const { shown, sampled, onGoTo } = props;
  const [asJson, setAsJson] = useState(false);
  const { at, index, row, complaints } = shown;
  return (
    <>
      <nav class="preview-bar" aria-label="Sampled rows">
        <IconButton
          icon="arrow-up"
          label="Previous sampled row"
          disabled={at === 0}
          onClick={() => onGoTo(at - 1)}
        />
        <IconButton
          icon="arrow-down"
          label="Next sampled row"
          disabled={at >= sampled - 1}
          onClick={() => onGoTo(at + 1)}
        />
        <span>
          Row {(index + 1).toLocaleString("en-US")}{" "}
          <span class="quiet">
            ({at + 1} of {sampled} sampled)
          </span>
        </span>
        <span class="grow" />
        <button type="button" class="link" aria-pressed={asJson} onClick={() => setAsJson(!asJson)}>
          {asJson ? "Show as read" : "Show as JSON"}
        </button>
      </nav>
      {complaints.map(({ message }) => (
        <p key={message} class="complaint tone-bad">
          <Icon name="error" /> {message}
        </p>
      ))}
      {asJson || row === null ? <PlainText text={shown.raw} /> : <MappedRowView shown={shown} row={row} />}
    </>
  );
}
