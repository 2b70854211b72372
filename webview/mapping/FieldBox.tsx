import { useEffect, useRef, useState } from "preact/hooks";
import type { FieldFacts } from "../../src/core/mapping.ts";
import { Icon } from "../parts/Icon.tsx";

interface FieldBoxProps {
  /** Of the input; the note beside it has the same with "-note". */
  readonly id: string;
  /** Dotted path; empty for none. */
  readonly value: string;
  readonly fields: readonly FieldFacts[];
  readonly invalid: boolean;
  readonly onChoose: (path: string) => void;
}

/** A field of the rows, chosen from a list that shows what each holds, or typed. An editable combobox (WAI-ARIA). */
export function FieldBox({ id, value, fields, invalid, onChoose }: FieldBoxProps) {
  const [open, setOpen] = useState(false);
  /** What is typed; null where nothing is. */
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const options = [...(typed === null || typed === "" ? [none] : []), ...matching(fields, typed ?? "")];
  useEffect(() => {
    if (open) (list.current?.children[active] ?? list.current)?.scrollIntoView({ block: "nearest" });
  }, [open, active]);
  const show = () => {
    setActive(options.findIndex(({ path }) => path === value));
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    setTyped(null);
    setActive(-1);
  };
  const choose = (path: string) => {
    close();
    if (path !== value) onChoose(path);
  };
  const move = (by: number) => {
    if (!open) show();
    else setActive((active + by + options.length) % Math.max(1, options.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") choose(options[active]?.path ?? typed?.trim() ?? value);
    else if (event.key === "Escape" && (open || typed !== null)) close();
    else return;
    event.preventDefault();
  };
  return (
    <div class={open ? "field-box open" : "field-box"}>
      <input
        ref={input}
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        aria-invalid={invalid}
        aria-describedby={`${id}-note`}
        autocomplete="off"
        spellcheck={false}
        placeholder="No field"
        value={typed ?? value}
        onInput={({ currentTarget: { value: text } }) => {
          setTyped(text);
          setActive(likeliest(matching(fields, text), text));
          setOpen(true);
        }}
        onClick={({ currentTarget }) => {
          if (open) return;
          // Typing replaces what is there.
          currentTarget.select();
          show();
        }}
        onKeyDown={onKeyDown}
        onBlur={() => (typed === null ? close() : choose(options[active]?.path ?? typed.trim()))}
      />
      <button
        type="button"
        tabIndex={-1}
        aria-label="Show the fields"
        // Before the input loses the focus, which would close the list.
        onMouseDown={(event) => {
          event.preventDefault();
          input.current?.focus();
          if (open) close();
          else show();
        }}
      >
        <Icon name="chevron-down" />
      </button>
      {open && (
        <ul ref={list} id={`${id}-list`} role="listbox" aria-label="Fields">
          {options.map((field, index) => (
            <li
              key={field.path}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(field.path);
              }}
            >
              <Option field={field} />
            </li>
          ))}
          {options.length === 0 && (
            <li class="field-none" role="option" aria-selected={false} aria-disabled>
              No sampled row has such a field. Enter takes it as typed.
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

/** The fields whose path has what is typed. */
function matching(fields: readonly FieldFacts[], typed: string): readonly FieldFacts[] {
  return fields.filter(({ path }) => path.toLowerCase().includes(typed.toLowerCase()));
}

/** The place of the field that is meant, as it is typed: the one of that path, else the first; -1 where none is. */
function likeliest(options: readonly FieldFacts[], typed: string): number {
  if (typed.trim() === "" || options.length === 0) return -1;
  return Math.max(
    0,
    options.findIndex(({ path }) => path === typed.trim()),
  );
}

const none: FieldFacts = { path: "", kind: "", share: 1, sample: "" };

function Option({ field: { path, kind, share, sample } }: { field: FieldFacts }) {
  if (path === "") return <span class="quiet">No field</span>;
  return (
    <>
      <span class="field-path">{path}</span>
      <span class="field-kind">
        {kind}
        {share < 1 && ` · in ${Math.max(1, Math.round(share * 100))}%`}
      </span>
      <span class="field-sample">{sample}</span>
    </>
  );
}
