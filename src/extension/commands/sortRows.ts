import * as vscode from "vscode";
import { allOrders, orderTitle } from "../../core/queryWords.ts";
import type { Command } from "../command.ts";
import { findTarget } from "../find/target.ts";

/** Asks for the order in which the rows of a dataset are shown. */
export const sortRows: Command = {
  async run(studio, ...args) {
    const target = await findTarget(studio, args);
    if (target === null) return;
    const { view, node, name } = target;
    const { query } = view.state;
    const items = allOrders.map((order) => {
      const isCurrent = order.sort === query.sort && order.descending === query.descending;
      return { label: orderTitle(order), description: isCurrent ? "current" : "", order };
    });
    const title = `Sort Rows of ${name}`;
    const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: "Which rows come first?" });
    if (chosen === undefined) return;
    view.set({ ...view.state.query, ...chosen.order });
    await studio.datasets.unfold(node);
  },
};
