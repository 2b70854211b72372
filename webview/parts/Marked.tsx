import { createElement, type ComponentChildren } from "preact";
import type { Mark } from "../text/marks.ts";

/** A plain text with marks that don't overlap. */
export function Marked({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const pieces: ComponentChildren[] = [];
  let at = 0;
  for (const { start, end, element, className } of marks) {
    pieces.push(text.slice(at, start), createElement(element, { class: className }, text.slice(start, end)));
    at = end;
  }
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  );
}
