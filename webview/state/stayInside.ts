import { inform, type Context } from "./context.ts";
import { goTo } from "./navigate.ts";

/**
 * Keeps the person at a row that there is: the last one where another program made the file shorter, the first where
 * it was empty.
 */
export function stayInside(context: Context): void {
  const { store } = context;
  let before = store.get().dataset;
  store.subscribe(() => {
    const { dataset, place, row } = store.get();
    if (dataset === null || dataset === before) return;
    const { rows, indexed, name } = dataset;
    const filled = before?.rows === 0 && rows > 0 && row === null;
    before = dataset;
    const beyond = rows > 0 && indexed && place.row >= rows;
    if (!filled && !beyond) return;
    const gone = `Row ${(place.row + 1).toLocaleString("en-US")} is no longer in ${name}: this is its last.`;
    const there = { row: Math.min(place.row, rows - 1), trace: 0, step: null };
    void goTo(context, there).then((arrived) => (arrived && beyond ? inform(context, gone) : undefined));
  });
}
