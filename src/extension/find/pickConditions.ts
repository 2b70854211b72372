import * as vscode from "vscode";
import type { Condition, Facet } from "../../core/query.ts";
import { allOfAny, sameCondition } from "../../core/queryWords.ts";
import type { DatasetView } from "../../pipeline/view/types.ts";
import { messageOf } from "../text.ts";
import { facetItems, type FacetItem } from "./facetItems.ts";

type Entry = vscode.QuickPickItem & { readonly key: string; readonly condition: Condition | null };

/**
 * Asks for conditions in a list of facets. The list is there at once; the counts follow.
 * @param chosen is ticked at first, where several may be chosen; null asks for one
 * @returns null where the person left the list
 */
export async function pickConditions(
  view: DatasetView,
  title: string,
  chosen: readonly Condition[] | null,
): Promise<readonly Condition[] | null> {
  const pick = vscode.window.createQuickPick<Entry>();
  pick.title = title;
  pick.canSelectMany = chosen !== null;
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  show(pick, [], chosen ?? [], false);
  pick.selectedItems = pick.items.filter(
    ({ condition }) => condition !== null && chosen?.some((one) => sameCondition(one, condition)),
  );
  const counting = new AbortController();
  void count(pick, view, chosen ?? [], counting.signal);
  try {
    return await new Promise<readonly Condition[] | null>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems.flatMap(({ condition }) => condition ?? [])));
      pick.onDidHide(() => resolve(null));
      pick.show();
    });
  } finally {
    counting.abort();
    pick.dispose();
  }
}

/** How often the counts in the list change, milliseconds: what is ticked while the list is set anew would be lost. */
const refreshMs = 1000;

/** Says how far the counting is, and puts the counts into the list. */
async function count(
  pick: vscode.QuickPick<Entry>,
  view: DatasetView,
  chosen: readonly Condition[],
  signal: AbortSignal,
): Promise<void> {
  const asked = pick.canSelectMany ? allOfAny : "Rows where …";
  const tell = (): void => {
    const { counted, rows } = view.state;
    const percent = rows === 0 ? 0 : Math.floor((100 * counted) / rows);
    pick.placeholder = `${asked} (counting, ${percent}%)`;
  };
  let counting = true;
  const showSoFar = async (): Promise<void> => {
    const facets = await view.facetsSoFar();
    if (counting && !signal.aborted) show(pick, facets, chosen, false);
  };
  const refresh = (): void => void showSoFar().catch(() => undefined);
  const stop = view.onChange(tell);
  const timer = setInterval(refresh, refreshMs);
  pick.busy = true;
  tell();
  refresh();
  try {
    const facets = await view.facets(signal);
    counting = false;
    show(pick, facets, chosen, true);
  } catch (error) {
    if (signal.aborted) return;
    pick.title = `${pick.title ?? ""} (not counted: ${messageOf(error)})`;
  } finally {
    counting = false;
    stop();
    clearInterval(timer);
  }
  pick.busy = false;
  pick.placeholder = asked;
}

/** Lists the facets; what is ticked and where the person is stay. */
function show(
  pick: vscode.QuickPick<Entry>,
  facets: readonly Facet[],
  chosen: readonly Condition[],
  sure: boolean,
): void {
  const ticked = new Set(pick.selectedItems.map(({ key }) => key));
  const active = pick.activeItems[0]?.key;
  // Ticked ones are listed, also where no row has them.
  const all = [...chosen, ...pick.selectedItems.flatMap(({ condition }) => condition ?? [])];
  pick.items = facetItems(facets, all, sure).map(entry);
  pick.selectedItems = pick.items.filter(({ key }) => ticked.has(key));
  pick.activeItems = pick.items.filter(({ key }) => key === active);
}

function entry(item: FacetItem): Entry {
  if (!item.heading) return item;
  return { label: item.label, kind: vscode.QuickPickItemKind.Separator, key: "", condition: null };
}
