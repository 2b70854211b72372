import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import { fillText } from "../text/fill.ts";
import type { Mark } from "../text/marks.ts";
import { foundMarks } from "../text/search.ts";
import { PlainText } from "./PlainText.tsx";
import { SearchedText } from "./Searched.ts";
import { whenNear } from "./visible.ts";

/** Longer texts (UTF-16 units) are shown as written: setting a megabyte of Markdown would stall the view. */
export const longestRich = 40_000;

const noMarks: readonly Mark[] = [];

/** What an element shows. */
interface Drawn {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly found: readonly Mark[];
}

/** A text with Markdown and formulas set, and marks in it. Far from the view it waits as plain text. */
export function RichText(props: { text: string; marks?: readonly Mark[]; soon?: boolean }) {
  if (props.text.length > longestRich) return <PlainText text={props.text} />;
  return <Filled text={props.text} marks={props.marks ?? noMarks} soon={props.soon === true} />;
}

function Filled({ text, marks, soon }: { text: string; marks: readonly Mark[]; soon: boolean }) {
  const ref = useRef<HTMLDivElement>(null);
  const filled = useRef<Drawn | null>(null);
  const search = useContext(SearchedText);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const fill = () => {
      const found = search === null ? noMarks : foundMarks(text, search);
      const last = filled.current;
      filled.current = { text, marks, found };
      // Most texts hold nothing of what is looked for: setting them anew at each key would stall the typing.
      const same = last?.text === text && last.marks === marks && last.found.length + found.length === 0;
      if (!same) fillText(element, text, [...marks, ...found]);
    };
    if (soon || filled.current !== null) {
      fill();
      return undefined;
    }
    element.textContent = text;
    return whenNear(element, fill);
  }, [text, marks, search]);
  return <div class="rich" ref={ref} />;
}
