import { useLayoutEffect, useRef } from "preact/hooks";
import { perform } from "../state/command.ts";
import { loosePairs } from "../state/derive.ts";
import { commandOf, keyTarget, undoesTyping } from "../state/keys.ts";
import type { RowState } from "../../src/protocol/traceEditor.ts";
import { BadRow } from "./BadRow.tsx";
import { Banners } from "./Banners.tsx";
import { SearchedRow } from "../parts/Searched.ts";
import { useApp, useRowSearch, useSelect } from "../state/hooks.ts";
import { FindBar } from "./FindBar.tsx";
import { Header } from "./Header.tsx";
import { Help } from "./Help.tsx";
import { LongRowNote } from "./LongRow.tsx";
import { NotShown } from "./NotShown.tsx";
import { PairView } from "./PairView.tsx";
import { ProblemCard } from "./ProblemCard.tsx";
import { Prompt } from "./Prompt.tsx";
import { TraceView } from "./TraceView.tsx";

/** The trace editor. */
export function App() {
  const app = useApp();
  const rowField = useRef<HTMLElement>(null);
  const help = useSelect((state) => state.help);
  const prompt = useSelect((state) => state.prompt);
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event, keyTarget(event));
      if (command === null) return;
      const { help, prompt } = app.store.get();
      if ((help || prompt !== null) && command !== "escape" && command !== "help") return;
      event.preventDefault();
      void perform(app, command, () => rowField.current?.focus());
    };
    // Before the press reaches the window, where VS Code listens.
    const keepTyping = (event: KeyboardEvent) => {
      if (undoesTyping(event)) event.stopPropagation();
    };
    window.addEventListener("keydown", onKeyDown);
    document.addEventListener("keydown", keepTyping);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("keydown", keepTyping);
    };
  }, [app]);
  return (
    <>
      <Header rowField={rowField} />
      <FindBar />
      <Banners />
      <Main />
      <Announcer />
      {help && <Help />}
      {prompt !== null && <Prompt text={prompt} />}
    </>
  );
}

function Main() {
  const app = useApp();
  const row = useSelect((state) => state.row);
  const waiting = useSelect((state) => state.dataset === null || !state.dataset.indexed || state.loading);
  const failed = useSelect((state) => state.dataset === null && state.notice !== null);
  const ref = useRef<HTMLElement>(null);
  const search = useRowSearch();
  // After the step that is gone to came into view: a row is read from its problem on, unless a later step is meant.
  useLayoutEffect(() => {
    const { step } = app.store.get().place;
    if (ref.current !== null && (step ?? 0) === 0) ref.current.scrollTop = 0;
  }, [row?.index]);
  return (
    <main class="main" ref={ref}>
      {row !== null && (
        <SearchedRow.Provider value={search}>
          <RowView key={row.index} row={row} />
        </SearchedRow.Provider>
      )}
      {row === null && waiting && !failed && (
        <div class="empty">
          <vscode-progress-ring />
        </div>
      )}
      {row === null && !waiting && <p class="empty">There are no rows in this file.</p>}
    </main>
  );
}

function RowView({ row }: { row: RowState }) {
  const readOnly = useSelect(({ dataset }) => dataset?.readOnly != null) || row.readOnly !== null;
  if (row.row === null) return <BadRow row={row} />;
  return (
    <div class="row">
      <LongRowNote row={row} />
      <NotShown row={row.row} />
      <ProblemCard row={row.row} facts={row.facts} readOnly={readOnly} />
      <TraceView state={row} row={row.row} />
      {loosePairs(row.row).map((pair, index) => (
        <PairView
          key={index}
          pair={pair}
          at={row.row?.pairs.indexOf(pair) ?? -1}
          trace={pair.trace ?? 0}
          step={pair.step}
          stepText={null}
          readOnly={readOnly}
        />
      ))}
    </div>
  );
}

/** What screen readers say of what happened. */
function Announcer() {
  const text = useSelect((state) => state.announcement);
  return (
    <div class="announcer" role="status" aria-live="polite">
      {text}
    </div>
  );
}
