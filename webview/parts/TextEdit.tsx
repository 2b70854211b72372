import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "./Button.tsx";
import { RichText } from "./RichText.tsx";

/** A text edited in place, with how it will look beside it. Ctrl+Enter applies, Esc leaves. */
export function TextEdit(props: {
  label: string;
  text: string;
  apply: string;
  onApply: (text: string) => void;
  onCancel: () => void;
}) {
  const [text, setText] = useState(props.text);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(props.text.length, props.text.length);
  }, []);
  // The field's own text: what was typed just now may not be rendered yet.
  const apply = () => props.onApply(area.current?.value ?? text);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") props.onCancel();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) apply();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="edit">
      <div class="edit-columns">
        <textarea
          ref={area}
          aria-label={props.label}
          value={text}
          rows={Math.min(16, Math.max(3, text.split("\n").length + 1))}
          spellcheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div class="edit-preview" aria-label="Preview">
          <RichText text={text} soon />
        </div>
      </div>
      <div class="actions">
        <Button primary title="Ctrl+Enter" onClick={apply}>
          {props.apply}
        </Button>
        <Button title="Esc" onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
