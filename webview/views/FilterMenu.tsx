import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { listedFacets, rowsTitle, type ListedFacet } from "../../src/core/facets.ts";
import type { Facet } from "../../src/core/query.ts";
import { allOfAny, conditionKey, filterTitles, sameCondition } from "../../src/core/queryWords.ts";
import { Icon } from "../parts/Icon.tsx";
import { attempt } from "../state/context.ts";
import { changeQuery, shownQuery, toggleCondition } from "../state/find.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { backToStep } from "../state/navigate.ts";

/** The conditions that rows must pass, and the list they are chosen from. */
export function FilterMenu() {
  const app = useApp();
  const open = useSelect((state) => state.filtering);
  const conditions = useSelect((state) => shownQuery(state).conditions);
  const field = useSelect((state) => shownQuery(state).field);
  const ref = useRef<HTMLDivElement>(null);
  const words = [...filterTitles(conditions), ...(field === null ? [] : [`in ${field}`])];
  const isOn = words.length > 0;
  const set = (to: boolean) => app.store.dispatch({ kind: "filtering", open: to });
  return (
    <div
      class="filter"
      ref={ref}
      onFocusOut={() =>
        // Later: an item that goes away, as one that no row has, hands the focus to another first.
        setTimeout(() => {
          const inside = ref.current?.contains(document.activeElement) === true;
          if (!inside && document.hasFocus()) set(false);
        })
      }
    >
      <button
        type="button"
        class={isOn ? "filter-button on" : "filter-button"}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={isOn ? `Filter: ${words.join(", ")}` : "Filter"}
        title={isOn ? `Filter: ${words.join(", ")} (f)` : "Filter Rows (f)"}
        onClick={() => set(!open)}
      >
        <Icon name={isOn ? "filter-filled" : "filter"} />
        <span class="filter-words">{isOn ? words.join(", ") : "Filter"}</span>
        <Icon name="chevron-down" />
      </button>
      {open && (
        <Menu
          onLeave={() => {
            set(false);
            backToStep(app);
          }}
        />
      )}
    </div>
  );
}

function Menu({ onLeave }: { onLeave: () => void }) {
  const app = useApp();
  const { facets, sure } = useFacets();
  const conditions = useSelect((state) => shownQuery(state).conditions);
  const field = useSelect((state) => shownQuery(state).field);
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // Nor is the focus taken from VS Code's own lists, such as the palette, as counts come in.
    if (ref.current?.contains(document.activeElement) === true || !document.hasFocus()) return;
    const items = itemsOf(ref.current);
    (items.find((item) => item.ariaChecked === "true") ?? items[0])?.focus();
  }, [facets]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onLeave();
    else if (!moveFocus(itemsOf(ref.current), event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="menu"
      role="menu"
      aria-label={allOfAny}
      ref={ref}
      onKeyDown={onKeyDown}
      onMouseMove={focusUnderMouse}
    >
      <div class="menu-head">{sure ? allOfAny : <Counting />}</div>
      {listedFacets(facets, conditions, sure).map((facet) => (
        <Group key={facet.title} facet={facet} sure={sure} />
      ))}
      {field !== null && (
        <div role="group" aria-label="Search in">
          <div class="menu-title">Search in</div>
          <Item title={field} rows="" on onToggle={() => void changeQuery(app, { field: null })} />
        </div>
      )}
    </div>
  );
}

/** One item alone is lit: that under the mouse has the focus, as in VS Code's own menus. */
function focusUnderMouse({ target }: MouseEvent): void {
  const item = target instanceof Element ? target.closest<HTMLElement>(".menu-item") : null;
  if (item !== document.activeElement) item?.focus({ preventScroll: true });
}

function Counting() {
  const percent = useSelect(({ view }) =>
    view === null || view.rows === 0 ? 0 : Math.floor((100 * view.counted) / view.rows),
  );
  return (
    <>
      <vscode-progress-ring aria-label="Counting rows" /> Counting rows, {percent}%
    </>
  );
}

function Group({ facet: { title, values }, sure }: { facet: ListedFacet; sure: boolean }) {
  const app = useApp();
  const conditions = useSelect((state) => shownQuery(state).conditions);
  return (
    <div role="group" aria-label={title}>
      <div class="menu-title">{title}</div>
      {values.map((value) => (
        <Item
          key={conditionKey(value.condition)}
          title={value.title}
          rows={rowsTitle(value.rows, sure)}
          on={conditions.some((one) => sameCondition(one, value.condition))}
          onToggle={() => void toggleCondition(app, value.condition)}
        />
      ))}
    </div>
  );
}

function Item(props: { title: string; rows: string; on: boolean; onToggle: () => void }) {
  const { title, rows, on, onToggle } = props;
  return (
    <button
      type="button"
      class="menu-item"
      role="menuitemcheckbox"
      aria-checked={on}
      tabIndex={-1}
      title={title}
      onClick={onToggle}
    >
      <span class="menu-check">{on && <Icon name="check" />}</span>
      <span class="menu-text">{title}</span>
      <span class="menu-rows">{rows}</span>
    </button>
  );
}

interface Counts {
  readonly facets: readonly Facet[];
  /** False while rows are still being counted. */
  readonly sure: boolean;
}

/** Counts of the whole dataset, asked for as the list opens; those so far while they are being made. */
function useFacets(): Counts {
  const app = useApp();
  const [counts, setCounts] = useState<Counts>({ facets: [], sure: false });
  const counted = useSelect(({ view }) => view?.counted ?? 0);
  useEffect(() => {
    let open = true;
    void attempt(app, () => app.host.facets()).then((facets) => {
      if (open && facets !== undefined) setCounts({ facets, sure: true });
    });
    return () => {
      open = false;
    };
  }, [app]);
  useEffect(() => {
    if (counts.sure) return;
    void attempt(app, () => app.host.facetsSoFar()).then((facets) => {
      if (facets !== undefined) setCounts((last) => (last.sure ? last : { facets, sure: false }));
    });
  }, [app, counted, counts.sure]);
  return counts;
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role="menuitemcheckbox"]') ?? [])];
}

/** Moves among the items of a menu, around the ends, or to one by its first letter. Returns whether the key is one. */
function moveFocus(items: readonly HTMLElement[], key: string): boolean {
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[key];
  if (to !== undefined) {
    items[(to + items.length) % items.length]?.focus();
    return true;
  }
  if (!/^[\p{L}\d]$/u.test(key)) return false;
  const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  after.find((item) => item.title.toLowerCase().startsWith(key.toLowerCase()))?.focus();
  return true;
}
