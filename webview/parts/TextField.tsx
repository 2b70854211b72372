import type { HTMLAttributes } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";

/** The toolkit's text field under a name of its own: the element calls itself "Text field" as it enters the page. */
export function TextField(
  props: Omit<HTMLAttributes, "label" | "ref"> & {
    label: string;
    value: string;
    placeholder?: string;
    field?: RefObject<HTMLElement | null>;
  },
) {
  const { label, field, ...rest } = props;
  const own = useRef<HTMLElement | null>(null);
  const ref = field ?? own;
  useLayoutEffect(() => ref.current?.setAttribute("aria-label", label), [label]);
  return <vscode-text-field ref={ref} {...rest} />;
}
