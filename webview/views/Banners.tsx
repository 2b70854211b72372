import { Banner } from "../parts/Banner.tsx";
import { Button } from "../parts/Button.tsx";
import { counted, momentWords } from "../parts/words.ts";
import { attempt } from "../state/context.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { goToRectification } from "../state/rectify.ts";
import { samePlace } from "../state/state.ts";

/** What the person must know of the whole dataset, and the last message. */
export function Banners() {
  const app = useApp();
  const warning = useSelect((state) => state.dataset?.warning ?? null);
  const readOnly = useSelect((state) => state.row?.readOnly ?? state.dataset?.readOnly ?? null);
  const indexed = useSelect((state) => state.dataset?.indexed ?? true);
  const rows = useSelect((state) => state.dataset?.rows ?? 0);
  const notice = useSelect((state) => state.notice);
  const reload = () => void attempt(app, () => app.host.run("reload", app.store.get().place));
  return (
    <div class="banners">
      {!indexed && (
        <div class="indexing" role="status">
          <vscode-progress-ring /> Reading the file: {rows.toLocaleString("en-US")} rows so far
        </div>
      )}
      {warning !== null && (
        <Banner kind="warning" actions={<Button onClick={reload}>Reload</Button>}>
          {warning}
        </Banner>
      )}
      <Recovery />
      {readOnly !== null && <Banner kind="info">Read-only: {readOnly}</Banner>}
      <Elsewhere />
      {notice !== null && (
        <Banner kind={notice.kind} onClose={() => app.store.dispatch({ kind: "notice", notice: null })}>
          {notice.message}
        </Banner>
      )}
    </div>
  );
}

/** Unsaved edits of a window that ended early: offered, never taken silently. */
function Recovery() {
  const app = useApp();
  const recoverable = useSelect((state) => state.dataset?.recoverable ?? null);
  if (recoverable === null) return null;
  const { count, last } = recoverable;
  const moment = last === null ? null : momentWords(last, new Date());
  const run = (command: "recover" | "discardRecovered") =>
    void attempt(app, () => app.host.run(command, app.store.get().place));
  return (
    <Banner
      kind="warning"
      actions={
        <>
          <Button onClick={() => run("recover")}>Recover</Button>
          <Button onClick={() => run("discardRecovered")}>Discard</Button>
        </>
      }
    >
      {counted(count, "unsaved edit")} from a window that ended early
      {moment === null ? "" : `, the last of ${moment}`}
    </Banner>
  );
}

/** A rectification of a step that isn't in view. */
function Elsewhere() {
  const app = useApp();
  const rectification = useSelect((state) => state.rectification);
  const row = useSelect((state) => state.place.row);
  const panel = useSelect((state) => state.panel);
  const accepted = useSelect((state) => state.accepted);
  if (rectification === null || rectification.id === accepted) return null;
  if (rectification.place.row === row && samePlace(rectification.place, panel)) return null;
  const { place, running, candidates } = rectification;
  const wins = candidates.filter((candidate) => candidate.state === "win").length;
  return (
    <Banner kind="info" actions={<Button onClick={() => void goToRectification(app)}>Show</Button>}>
      {running ? "Rectifying" : "Candidates for"} row {place.row + 1}, step {place.step + 1}:{" "}
      {candidates.length} sampled, {wins} {wins === 1 ? "win" : "wins"}
    </Banner>
  );
}
