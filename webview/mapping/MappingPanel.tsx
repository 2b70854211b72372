import type { FieldMapping, MappingKey } from "../../src/core/mapping.ts";
import type { MappingHostApi, MappingStart } from "../../src/protocol/mapping.ts";
import { Banner } from "../parts/Banner.tsx";
import { Button } from "../parts/Button.tsx";
import { Preview } from "./Preview.tsx";
import { Roles } from "./Roles.tsx";
import { useMapping, type Mapping } from "./usePreview.ts";

/** The panel in which a person says which of a file's fields hold what, and sees how its rows then read. */
export function MappingPanel({ host }: { host: MappingHostApi }) {
  const mapping = useMapping(host);
  const { start, choice, error } = mapping;
  return (
    <>
      {start !== null && choice !== null && <Header host={host} start={start} mapping={mapping} />}
      <div class="banners">
        {error !== null && (
          <Banner kind="error" onClose={mapping.clearError}>
            {error}
          </Banner>
        )}
      </div>
      {start === null && error === null && (
        <div class="empty">
          <vscode-progress-ring aria-label="Sampling rows" />
        </div>
      )}
      {start !== null && choice !== null && <Body start={start} mapping={mapping} />}
    </>
  );
}

function Header({ host, start, mapping }: { host: MappingHostApi; start: MappingStart; mapping: Mapping }) {
  const { choice, preview, attempt } = mapping;
  const readsNone = preview !== null && preview.tally.problems === 0;
  const save = () => choice !== null && void attempt(() => host.save(choice));
  return (
    <header class="header">
      <div class="header-group header-title">
        <h1 title={start.name}>Map the fields of {start.name}</h1>
        <vscode-badge title="What the rows are without a mapping">
          {start.recognised ?? "No known format"}
        </vscode-badge>
      </div>
      <div class="header-group header-end">
        <Button
          primary
          disabled={preview === null || readsNone}
          title={
            readsNone
              ? "No row can be read with this mapping"
              : `Keep it in ${start.where}, and open the dataset`
          }
          onClick={save}
        >
          Save and Open
        </Button>
        <Button
          title="Close, and leave everything as it is"
          onClick={() => void attempt(() => host.cancel())}
        >
          Cancel
        </Button>
        {start.stored !== null && (
          <Button
            title={`Take the mapping of ${start.stored} out of the settings`}
            onClick={() => void attempt(() => host.reset())}
          >
            {start.recognised === null ? "Remove Mapping" : "Reset to Recognised"}
          </Button>
        )}
        <button type="button" class="link" onClick={() => void attempt(() => host.openSettings())}>
          Settings
        </button>
      </div>
    </header>
  );
}

function Body({ start, mapping }: { start: MappingStart; mapping: Mapping }) {
  const { choice, preview } = mapping;
  if (choice === null) return null;
  if (start.sampled === 0) {
    return (
      <p class="empty">
        {start.rows === 0
          ? "There are no rows in this file."
          : "None of the sampled rows is a JSON object: there are no fields to map."}
      </p>
    );
  }
  const change = (key: MappingKey, value: string) => {
    const others = Object.entries(choice.mapping).filter(([other]) => other !== key);
    const chosen = value === "" ? others : [...others, [key, value]];
    mapping.choose({ ...choice, mapping: Object.fromEntries(chosen) as FieldMapping });
  };
  return (
    <main class="mapping">
      <Roles
        start={start}
        choice={choice}
        preview={preview}
        onChange={change}
        onSplitter={(splitter) => mapping.choose({ ...choice, splitter })}
        onPropose={() => mapping.choose({ ...choice, mapping: start.proposal.mapping })}
      />
      {preview === null ? (
        <div class="empty">
          <vscode-progress-ring aria-label="Reading the sample" />
        </div>
      ) : (
        <Preview start={start} preview={preview} onGoTo={mapping.goTo} />
      )}
    </main>
  );
}
