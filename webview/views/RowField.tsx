import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { TextField } from "../parts/TextField.tsx";
import { useApp, useSelect } from "../state/hooks.ts";
import { backToStep, goToNumber } from "../state/navigate.ts";

/** "Row 12 of 1,319": the number can be typed. */
export function RowField({ field }: { field: RefObject<HTMLElement | null> }) {
  const app = useApp();
  const index = useSelect((state) => state.place.row);
  const rows = useSelect((state) => state.dataset?.rows ?? 0);
  const indexed = useSelect((state) => state.dataset?.indexed ?? false);
  // Until it is entered or left: a row that comes meanwhile takes nothing away.
  const [typed, setTyped] = useState<string | null>(null);
  const leave = () => {
    setTyped(null);
    backToStep(app);
  };
  return (
    <span class="row-field" style={{ "--digits": Math.max(3, String(rows).length) }}>
      <span class="quiet" aria-hidden="true">
        Row
      </span>
      <TextField
        field={field}
        label="Row number"
        title="Go to row (g)"
        value={typed ?? (rows === 0 ? "0" : String(index + 1))}
        onInput={(event: Event) => setTyped((event.target as HTMLElement & { value: string }).value)}
        onBlur={() => setTyped(null)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === "Enter" && typed !== null) void goToNumber(app, typed);
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.stopPropagation();
          leave();
        }}
      />
      <span class="quiet">
        of {rows.toLocaleString("en-US")}
        {!indexed && "…"}
      </span>
    </span>
  );
}
