import * as vscode from "vscode";
import type { Query } from "../../core/query.ts";
import { sameQuery } from "../../core/queryWords.ts";
import { fieldsOf } from "./fields.ts";
import { hitItem, searchTitle } from "./hitItem.ts";
import type { FindTarget } from "./target.ts";

type Entry = vscode.QuickPickItem & { readonly row: number | null };

/** Quiet time after a key before the search starts, milliseconds. */
const typingRest = 150;
/** Found rows that are listed; the others are in the tree. */
const listed = 100;
/** Rows whose fields can be chosen. */
const sampled = 20;

/** A list of the rows that hold a text, as it is typed. Leaving it brings back what was shown before. */
export class SearchPick {
  readonly #target: FindTarget;
  readonly #before: Query;
  readonly #pick = vscode.window.createQuickPick<Entry>();
  #query: Query;
  #timer: NodeJS.Timeout | null = null;
  /** The fields are being chosen: the list is hidden, not left. */
  #asking = false;

  constructor(target: FindTarget) {
    this.#target = target;
    this.#before = target.view.state.query;
    this.#query = this.#before;
  }

  /** The row chosen; "all" where the search itself is taken; null where the person left. */
  async ask(): Promise<number | "all" | null> {
    const pick = this.#pick;
    const { view } = this.#target;
    pick.matchOnDetail = true;
    pick.keepScrollPosition = true;
    pick.ignoreFocusOut = true;
    pick.value = this.#query.text;
    const stop = view.onChange(() => this.#show());
    const chosen = await new Promise<number | "all" | null>((resolve) => {
      pick.onDidChangeValue((text) => this.#set({ text }, typingRest));
      pick.onDidTriggerButton((button) => void this.#press(button));
      pick.onDidAccept(() => {
        this.#start();
        resolve(pick.activeItems[0]?.row ?? "all");
      });
      pick.onDidHide(() => {
        if (!this.#asking) resolve(null);
      });
      this.#show();
      pick.show();
    });
    stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    pick.dispose();
    if (chosen === null && !sameQuery(view.state.query, this.#before)) view.set(this.#before);
    return chosen;
  }

  #set(change: Partial<Query>, after = 0): void {
    this.#query = { ...this.#query, ...change };
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), after);
    this.#show();
  }

  /** Starts what was typed last, where it isn't under way. */
  #start(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#target.view.set(this.#query);
  }

  #show(): void {
    const { view, name } = this.#target;
    const { state } = view;
    const pick = this.#pick;
    const isCurrent = sameQuery(state.query, this.#query);
    pick.title = searchTitle(name, this.#query, state);
    pick.placeholder = `Text to look for in ${this.#query.field ?? "all fields of the rows"}`;
    pick.busy = state.running || !isCurrent;
    pick.buttons = buttons(this.#query);
    if (this.#query.text === "") pick.items = [];
    else if (state.error !== null && isCurrent) pick.items = [note(`$(error) ${state.error}`)];
    else if (!pick.busy && state.found === 0) pick.items = [note("$(info) No row holds this text.")];
    else if (isCurrent) pick.items = this.#hits(state.found);
  }

  #hits(found: number): Entry[] {
    const { view } = this.#target;
    const items = view
      .at(0, listed)
      .map((row): Entry => ({ ...hitItem(row, view.hit(row)), row, alwaysShow: true }));
    if (found > listed)
      items.push(note(`$(list-tree) Show all ${found.toLocaleString("en-US")} rows in the Datasets view`));
    return items;
  }

  async #press(button: vscode.QuickInputButton): Promise<void> {
    const { regex, caseSensitive, field } = this.#query;
    if (button.tooltip?.startsWith(words.regex) === true) this.#set({ regex: !regex });
    else if (button.tooltip?.startsWith(words.caseSensitive) === true)
      this.#set({ caseSensitive: !caseSensitive });
    else {
      this.#asking = true;
      const chosen = await this.#askField(field);
      this.#asking = false;
      if (chosen !== undefined) this.#set({ field: chosen });
      this.#pick.show();
    }
  }

  /** Undefined where none was chosen, null for all fields. */
  async #askField(current: string | null): Promise<string | null | undefined> {
    const rows = await (await this.#target.node.session()).rows(0, sampled);
    const all = { label: "All fields", field: null };
    const items = [
      all,
      ...fieldsOf(rows.map(({ raw }) => raw)).map((field) => ({ label: field, field })),
    ].map((item) => ({ ...item, description: item.field === current ? "current" : "" }));
    const title = `Search in ${this.#target.name}: which field?`;
    return (await vscode.window.showQuickPick(items, { title }))?.field;
  }
}

const words = { regex: "Regular Expression", caseSensitive: "Match Case", field: "Field" };

function buttons({ regex, caseSensitive, field }: Query): vscode.QuickInputButton[] {
  const state = (on: boolean): string => (on ? "on" : "off");
  return [
    {
      iconPath: new vscode.ThemeIcon("case-sensitive"),
      tooltip: `${words.caseSensitive}: ${state(caseSensitive)}`,
    },
    { iconPath: new vscode.ThemeIcon("regex"), tooltip: `${words.regex}: ${state(regex)}` },
    { iconPath: new vscode.ThemeIcon("symbol-field"), tooltip: `${words.field}: ${field ?? "all"}` },
  ];
}

function note(label: string): Entry {
  return { label, row: null, alwaysShow: true };
}
