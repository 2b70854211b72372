import type { RefObject } from "preact";
import type { DatasetState } from "../../src/protocol/traceEditor.ts";
import { Icon } from "../parts/Icon.tsx";
import { IconButton } from "../parts/IconButton.tsx";
import { attempt } from "../state/context.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { seekRow } from "../state/navigate.ts";
import { ModelDropdown } from "./ModelDropdown.tsx";
import { RowField } from "./RowField.tsx";
import { SplitterDropdown } from "./SplitterDropdown.tsx";

/** The bar on top: which dataset, which row, and how it is shown. */
export function Header({ rowField }: { rowField: RefObject<HTMLElement | null> }) {
  const app = useApp();
  const dataset = useSelect((state) => state.dataset);
  const loading = useSelect((state) => state.loading);
  // The row's own, if only that it fits none; the dataset's is that of most rows, and known later.
  const format = useSelect(({ row, dataset }) => (row ?? dataset)?.formatTitle ?? null);
  if (dataset === null) return null;
  return (
    <header class="header">
      <Title dataset={dataset} format={format} />
      <nav class="header-group" aria-label="Rows">
        <IconButton icon="arrow-up" label="Previous row" keys="p" onClick={() => void seekRow(app, -1)} />
        <IconButton icon="arrow-down" label="Next row" keys="n" onClick={() => void seekRow(app, 1)} />
        <RowField field={rowField} />
        {loading && <vscode-progress-ring aria-label="Loading the row" />}
      </nav>
      <div class="header-group header-end">
        <SplitterDropdown />
        <ModelDropdown />
        <IconButton
          icon="keyboard"
          label="Keys"
          keys="?"
          onClick={() => app.store.dispatch({ kind: "help", open: true })}
        />
      </div>
    </header>
  );
}

function Title({ dataset, format }: { dataset: DatasetState; format: string | null }) {
  return (
    <div class="header-group header-title">
      <h1 title={dataset.name}>{dataset.name}</h1>
      {/* Its place is kept, so that the bar's parts don't move with the first edit. */}
      <span class="dirty-place">
        {dataset.dirty && <Icon name="circle-filled" className="dirty" label="Unsaved edits" />}
      </span>
      <vscode-badge title={`Container: ${dataset.container}`}>{format ?? "Unknown format"}</vscode-badge>
      {isPacked(dataset.container) && <SaveAsJsonl />}
    </div>
  );
}

/** What a Parquet or gzip file is labelled with lies beside it: said where its name is, with what changes that. */
function SaveAsJsonl() {
  const app = useApp();
  return (
    <IconButton
      icon="save-as"
      label="Edits are kept in the .labels.jsonl file beside this one. Save as JSONL…"
      onClick={() => void attempt(app, () => app.host.run("saveAsJsonl", app.store.get().place))}
    />
  );
}

function isPacked(container: string): boolean {
  return container === "parquet" || container === "jsonl.gz";
}
