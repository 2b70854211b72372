import type { FrameLocator, Locator } from "playwright-core";
import type { BrowserSuite } from "../support/browserSuite.ts";
import type { View, Workbench } from "../support/workbench.ts";

/** The trace editor as a person finds their way in it. Locators wait by themselves. */
export class TraceEditor {
  readonly workbench: Workbench;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
  }

  /** Opens a window on a folder and waits until VS Code knows the extension: its menus lack our entries before. */
  static async open(suite: BrowserSuite, folder: string, view?: View): Promise<TraceEditor> {
    const workbench = await suite.open(folder, view);
    await workbench.page.locator('.activitybar [aria-label^="Step-DPO"]').first().waitFor();
    return new TraceEditor(workbench);
  }

  /** Opens a file of the folder from the Datasets view, at a row where one is given (from 1). */
  async openFromTree(name: string, row?: number): Promise<void> {
    await this.workbench.viewContainer("Step-DPO");
    // Its number of rows is there once it is settled.
    await this.workbench.treeRow(new RegExp(`${name}.* row`)).click();
    await this.workbench.treeRow(new RegExp(`^${row ?? 1}\\s+[^\\s–]`)).click();
    await this.view.locator(".header").waitFor();
  }

  get view(): FrameLocator {
    return this.workbench.webview();
  }

  /** A step's card, by its number from 1. */
  step(number: number): Locator {
    return this.view.locator(`article[data-step="${number - 1}"]`);
  }

  /** The card of the step where the person is. */
  get current(): Locator {
    return this.view.locator("article.step.current");
  }

  get searchBox(): Locator {
    return this.view.getByRole("textbox", { name: "Search rows" });
  }

  /** What the bar says of the rows found. */
  found(words: string | RegExp): Locator {
    return this.view.locator(".find-words").filter({ hasText: words });
  }

  /** An entry of the open list of conditions, by its first words. */
  filters(title: string): Locator {
    return this.view.locator(`[role=menuitemcheckbox][title="${title}"]`);
  }

  get problem(): Locator {
    return this.view.getByRole("region", { name: "Problem" });
  }

  get verdict(): Locator {
    return this.view.locator(".verdict");
  }

  get panel(): Locator {
    return this.view.locator("section.rectify");
  }

  get candidates(): Locator {
    return this.panel.locator("article.candidate");
  }

  /** The candidates that ended so. */
  candidatesThat(state: string): Locator {
    return this.panel.locator(`article.candidate.state-${state}`);
  }

  /** A button of the view by its words. */
  button(text: string, within: Locator | FrameLocator = this.view): Locator {
    return within.locator("vscode-button").filter({ hasText: text }).first();
  }

  /** A message across the view. */
  banner(text: string | RegExp): Locator {
    return this.view.locator(".banner").filter({ hasText: text }).first();
  }

  /** The pair at a step, by the step's number from 1. */
  pair(number: number): Locator {
    return this.view.getByRole("region", { name: `Pair at step ${number}` });
  }

  /** The button of a label at a step. */
  label(number: number, label: "Correct" | "Neutral" | "Incorrect"): Locator {
    return this.step(number).getByRole("button", { name: label, exact: true });
  }

  /** Types into a field of the sampling settings. */
  async set(field: string, value: string): Promise<void> {
    await this.panel.locator(`vscode-text-field[aria-label="${field}"] input`).fill(value);
  }

  /** Chooses the model that rectifies, in the bar on top. */
  async chooseModel(name: string): Promise<void> {
    const dropdown = this.view.locator('vscode-dropdown[aria-label="Model that continues prefixes"]');
    await dropdown.click();
    await dropdown.locator("vscode-option").filter({ hasText: name }).first().click();
    await this.view.locator(`vscode-dropdown[current-value="${name}"]`).waitFor();
  }

  /** Goes to a row by its number, as a person does: g, the number, Enter. */
  async goToRow(number: number): Promise<void> {
    const field = this.view.locator('vscode-text-field[aria-label="Row number"] input');
    await field.fill(String(number));
    await field.press("Enter");
  }

  /** Saves what is unsaved, and waits until nothing is. Before VS Code knows of an edit, it has nothing to save. */
  async save(): Promise<void> {
    await this.dirty();
    await this.workbench.page.keyboard.press("Control+S");
    await this.clean();
  }

  /** Waits until the editor has unsaved edits. */
  async dirty(): Promise<void> {
    await this.workbench.page.locator(".tabs-container .tab.active.dirty").waitFor();
  }

  /** Waits until the editor has none. */
  async clean(): Promise<void> {
    await this.workbench.page.locator(".tabs-container .tab.active:not(.dirty)").waitFor();
  }
}
