import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { RectifyChoice } from "../../src/protocol/traceEditor.ts";
import { Dropdown } from "../parts/Dropdown.tsx";
import { Icon } from "../parts/Icon.tsx";
import { TextField } from "../parts/TextField.tsx";
import { choiceSummary, fieldError, type ChoiceField, type ChoiceFields } from "../state/choice.ts";

const fields: readonly { name: ChoiceField; text: string; hint: string }[] = [
  { name: "n", text: "Samples", hint: "Continuations to sample" },
  { name: "temperature", text: "Temperature", hint: "0 always takes the likeliest token" },
  { name: "topP", text: "Top-p", hint: "Share of the probability that tokens are drawn from" },
  { name: "maxTokens", text: "Max tokens", hint: "Limit of new tokens a continuation" },
  {
    name: "stopAfterWins",
    text: "Stop after wins",
    hint: "Stop when this many distinct wins are found; empty samples all",
  },
  {
    name: "seed",
    text: "Seed",
    hint: "Same seed, same texts, where the model can; empty takes another each time",
  },
];

const forms = [
  { value: "native", text: "The trace's own" },
  { value: "step", text: 'Rewritten: "Step k:"' },
];

/** The settings: as fields before the first sample, then in one line that opens. */
export function RectifySettings(props: {
  fields: ChoiceFields;
  /** Settings of the candidates shown; null where there are none yet. */
  sampled: RectifyChoice | null;
  running: boolean;
  onChange: (fields: ChoiceFields) => void;
  onStart: () => void;
  children: ComponentChildren;
}) {
  const { sampled, running } = props;
  const [opened, setOpened] = useState<boolean | null>(null);
  const open = opened ?? sampled === null;
  const summary = sampled === null ? null : choiceSummary(sampled);
  return (
    <div class="settings">
      <div class="settings-line">
        <button
          type="button"
          class="link settings-toggle"
          aria-expanded={open}
          onClick={() => setOpened(!open)}
        >
          <Icon name={open ? "chevron-down" : "chevron-right"} /> Settings
        </button>
        {!open && <span class="quiet settings-summary">{summary}</span>}
        {!running && !open && <span class="actions">{props.children}</span>}
      </div>
      {open && (
        <form
          class="settings-fields"
          onSubmit={(event) => event.preventDefault()}
          onKeyDown={(event) => {
            if (
              event.key === "Enter" &&
              !event.ctrlKey &&
              event.target instanceof Element &&
              isField(event.target)
            ) {
              props.onStart();
            }
          }}
        >
          {fields.map((field) => (
            <SettingField key={field.name} {...field} fields={props.fields} onChange={props.onChange} />
          ))}
          <div class="setting setting-wide">
            <span class="setting-name">Form</span>
            <Dropdown
              label="Form of the prefix and its continuation"
              value={props.fields.form}
              choices={forms}
              onChoose={(form) =>
                props.onChange({ ...props.fields, form: form === "step" ? "step" : "native" })
              }
            />
          </div>
          {!running && <div class="actions">{props.children}</div>}
        </form>
      )}
    </div>
  );
}

function isField(target: Element): boolean {
  return target.tagName.toLowerCase() === "vscode-text-field";
}

function SettingField(props: {
  name: ChoiceField;
  text: string;
  hint: string;
  fields: ChoiceFields;
  onChange: (fields: ChoiceFields) => void;
}) {
  const { name, text, hint, fields, onChange } = props;
  const error = fieldError(name, fields[name]);
  return (
    <div class={error === null ? "setting" : "setting setting-error"} title={error ?? hint}>
      <span class="setting-name">{text}</span>
      <TextField
        label={text}
        aria-invalid={error !== null}
        value={fields[name]}
        onInput={(event: Event) =>
          onChange({ ...fields, [name]: (event.target as HTMLElement & { value: string }).value })
        }
      />
      {error !== null && (
        <span class="setting-message" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
