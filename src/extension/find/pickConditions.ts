import * as vscode from "vscode";
import type { Condition, Facet } from "../../core/query.ts";
import { sameCondition } from "../../core/queryWords.ts";
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
  const counting = new AbortController();
  Object.assign(pick, {
    title,
    placeholder: chosen === null ? "Rows where …" : "Rows where all of these hold",
    canSelectMany: chosen !== null,
    matchOnDescription: true,
    keepScrollPosition: true,
    busy: true,
  });
  const show = (facets: readonly Facet[] | null): void => {
    const kept = new Set(pick.selectedItems.map(({ key }) => key));
    const active = pick.activeItems[0]?.key;
    pick.items = facetItems(facets, chosen ?? []).map(entry);
    pick.selectedItems = pick.items.filter(({ key }) => kept.has(key));
    pick.activeItems = pick.items.filter(({ key }) => key === active);
  };
  show(null);
  pick.selectedItems = pick.items.filter(
    ({ condition }) => condition !== null && chosen?.some((one) => sameCondition(one, condition)),
  );
  try {
    return await new Promise<readonly Condition[] | null>((resolve) => {
      view.facets(counting.signal).then(
        (facets) => {
          show(facets);
          pick.busy = false;
        },
        (error: unknown) => {
          pick.busy = false;
          if (!counting.signal.aborted) pick.title = `${title} (not counted: ${messageOf(error)})`;
        },
      );
      pick.onDidAccept(() => resolve(pick.selectedItems.flatMap(({ condition }) => condition ?? [])));
      pick.onDidHide(() => resolve(null));
      pick.show();
    });
  } finally {
    counting.abort();
    pick.dispose();
  }
}

function entry(item: FacetItem): Entry {
  if (item.heading)
    return { label: item.label, kind: vscode.QuickPickItemKind.Separator, key: "", condition: null };
  return item;
}
