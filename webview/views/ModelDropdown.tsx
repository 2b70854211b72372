import { Button } from "../parts/Button.tsx";
import { Dropdown } from "../parts/Dropdown.tsx";
import { attempt } from "../state/context.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { backToStep } from "../state/navigate.ts";

// No model can be called these: names have no control characters.
const add = "\u0001add";
const manage = "\u0001manage";

/** The model that continues prefixes. */
export function ModelDropdown() {
  const app = useApp();
  const model = useSelect((state) => state.dataset?.model ?? null);
  const models = useSelect((state) => state.dataset?.models) ?? [];
  const run = (command: "addModel" | "manageModels") =>
    void attempt(app, () => app.host.run(command, app.store.get().place));
  if (model === null && models.length === 0) {
    return (
      <Button icon="add" onClick={() => run("addModel")}>
        Add Model…
      </Button>
    );
  }
  const none = model === null ? [{ value: "", text: "No model chosen" }] : [];
  return (
    <Dropdown
      label="Model that continues prefixes"
      className="model"
      value={model ?? ""}
      choices={[
        ...none,
        ...models.map((name) => ({ value: name, text: name })),
        { value: add, text: "Add model…" },
        { value: manage, text: "Manage models…" },
      ]}
      onDone={() => backToStep(app)}
      onChoose={(chosen) => {
        if (chosen === add) run("addModel");
        else if (chosen === manage) run("manageModels");
        else void attempt(app, () => app.host.chooseModel(chosen));
      }}
    />
  );
}
