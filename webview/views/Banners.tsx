import { reloadWindow, type HostApi } from "../../src/protocol/traceEditor.ts";
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
  const indexed = useSelect((state) => state.dataset?.indexed ?? true);
  const rows = useSelect((state) => state.dataset?.rows ?? 0);
  const notice = useSelect((state) => state.notice);
  return (
    <div class="banners">
      {!indexed && (
        <div class="indexing" role="status">
          <vscode-progress-ring /> Reading the file: {rows.toLocaleString("en-US")} rows so far
        </div>
      )}
      <Silence />
      <Warning />
      <Recovery />
      <ReadOnly />
      <Elsewhere />
      {notice !== null && (
        <Banner kind={notice.kind} onClose={() => app.store.dispatch({ kind: "notice", notice: null })}>
          {notice.message}
        </Banner>
      )}
    </div>
  );
}

/** The host is gone or hangs: what becomes of the edits, and what helps. VS Code itself follows the link. */
function Silence() {
  const silent = useSelect((state) => state.silent);
  if (!silent) return null;
  return (
    <Banner
      kind="error"
      actions={
        <a class="link" href={`command:${reloadWindow}`}>
          Reload Window
        </a>
      }
    >
      The extension does not answer, so nothing can be done here now. No edit is lost: those not saved yet are
      kept and offered when the dataset is open again. VS Code starts the extension anew by itself, and this
      editor with it; reload the window if it doesn’t.
    </Banner>
  );
}

/** Why nothing can be edited here; a copy of the dataset can be. */
function ReadOnly() {
  const app = useApp();
  const reason = useSelect((state) => state.row?.readOnly ?? state.dataset?.readOnly ?? null);
  const whole = useSelect(({ dataset }) => dataset?.readOnly != null && dataset.deleted === null);
  if (reason === null) return null;
  const saveAs = () => void attempt(app, () => app.host.run("saveAs", app.store.get().place));
  return (
    <Banner kind="info" actions={whole && <Button onClick={saveAs}>Save As…</Button>}>
      Read-only: {reason}
    </Banner>
  );
}

type HostCommand = Parameters<HostApi["run"]>[0];

const reload: readonly [HostCommand, string][] = [["reload", "Reload"]];
const whenDeleted = {
  rewritable: [
    ["saveAgain", "Save Again Here"],
    ["saveAs", "Save As…"],
  ],
  copyable: [["saveAs", "Save As…"]],
  gone: [],
} as const satisfies Record<string, readonly (readonly [HostCommand, string])[]>;

/** What is wrong with the dataset on disk, and what helps. */
function Warning() {
  const app = useApp();
  const warning = useSelect((state) => state.dataset?.warning ?? null);
  const deleted = useSelect((state) => state.dataset?.deleted ?? null);
  const conflicts = useSelect((state) => state.dataset?.conflicts.length ?? 0);
  if (warning === null) return null;
  const all = conflicts > 1 ? " All" : "";
  const choices: readonly (readonly [HostCommand, string])[] = [
    ["compare", "Compare…"],
    ["keepMine", `Keep${all} Mine`],
    ["takeTheirs", `Take${all} Theirs`],
  ];
  const offered = deleted !== null ? whenDeleted[deleted] : conflicts > 0 ? choices : reload;
  return (
    <Banner
      kind="warning"
      actions={offered.map(([command, title]) => (
        <Button
          key={command}
          onClick={() => void attempt(app, () => app.host.run(command, app.store.get().place))}
        >
          {title}
        </Button>
      ))}
    >
      {conflicts > 1 && <strong>{conflicts.toLocaleString("en-US")} rows to choose. </strong>}
      {warning}
    </Banner>
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
