import { useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { RichText } from "./RichText.tsx";

/** What follows a candidate's first step: dimmed, a line of it until it is opened. */
export function RestText({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div class="rest">
      <button type="button" class="link rest-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        {open ? "The rest" : <span class="rest-line">{text.trim().slice(0, 300)}</span>}
      </button>
      {open && <RichText text={text} />}
    </div>
  );
}
