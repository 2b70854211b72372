import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../parts/IconButton.tsx";

/** A dialogue over the view. The browser keeps the focus inside; it goes back to where it was. */
export function Overlay(props: {
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
  onClose: () => void;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The browser gives the focus back only where the dialogue is closed before it leaves the page.
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class="overlay"
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) props.onClose();
      }}
    >
      <div class="overlay-inner">
        <div class="overlay-head">
          <h2>{props.title}</h2>
          <span class="grow" />
          {props.actions}
          <IconButton icon="close" label="Close" keys="Esc" onClick={props.onClose} />
        </div>
        {props.children}
      </div>
    </dialog>
  );
}
