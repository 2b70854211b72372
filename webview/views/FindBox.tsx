import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/Icon.tsx";
import { changeQuery, draftQuery, leaveSearch, sendDraft, shownQuery } from "../state/find.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { backToStep, seekRow } from "../state/navigate.ts";

/** Quiet time after a key before the search starts, milliseconds. */
const typingRest = 200;

/** The box for the text that rows must hold, with the ways it can be looked for. */
export function FindBox() {
  const app = useApp();
  const input = useFocused();
  const draft = useSelect((state) => state.draft);
  const text = useSelect((state) => shownQuery(state).text);
  const error = useSelect(({ view, draft }) => (draft === null ? (view?.error ?? null) : null));
  useEffect(() => {
    if (draft === null) return undefined;
    const timer = setTimeout(() => void sendDraft(app), typingRest);
    return () => clearTimeout(timer);
  }, [draft]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter") void seekRow(app, event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown") backToStep(app);
    else if (event.key === "Escape")
      void leaveSearch(app).then((left) => {
        if (!left) backToStep(app);
      });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class={error === null ? "find-box" : "find-box invalid"}>
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        value={text}
        placeholder="Search rows"
        aria-label="Search rows"
        title="Search Rows (/); ↓ Goes to the Steps"
        spellcheck={false}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : "find-error"}
        onInput={(event) => draftQuery(app, { text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <Toggle icon="case-sensitive" label="Match case" option="caseSensitive" />
      <Toggle icon="regex" label="Use regular expression" option="regex" />
      {error !== null && (
        <div class="find-error" id="find-error" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

/** Takes the focus each time the person asks for the box. */
function useFocused() {
  const ref = useRef<HTMLInputElement>(null);
  const finds = useSelect((state) => state.finds);
  useLayoutEffect(() => {
    if (finds === 0) return;
    ref.current?.focus();
    ref.current?.select();
  }, [finds]);
  return ref;
}

function Toggle(props: { icon: string; label: string; option: "caseSensitive" | "regex" }) {
  const { icon, label, option } = props;
  const app = useApp();
  const on = useSelect((state) => shownQuery(state)[option]);
  return (
    <button
      type="button"
      class={on ? "toggle on" : "toggle"}
      aria-pressed={on}
      aria-label={label}
      title={label}
      onClick={() => void changeQuery(app, { [option]: !on })}
    >
      <Icon name={icon} />
    </button>
  );
}
