import * as vscode from "vscode";
import type { Row } from "../../core/model.ts";
import type { FoundText, Place, RowState } from "../../protocol/traceEditor.ts";
import { rowState } from "../editor/facts.ts";
import type { DatasetNode } from "./datasetNode.ts";
import { describeProblem, type Description } from "./describe.ts";
import { describeHit } from "./describeView.ts";
import { treeItem } from "./item.ts";
import { MessageNode } from "./messageNode.ts";
import type { TreeNode } from "./node.ts";
import { StepNode } from "./stepNode.ts";
import { TraceNode } from "./traceNode.ts";

interface Looks {
  readonly description: Description;
  /** What was found in the row. */
  readonly hit: FoundText | null;
  readonly leaf: boolean;
}

/** One row: its problem, and under it the steps of its trace, or its traces where there are several. */
export class ProblemNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly index: number;
  readonly dataset: DatasetNode;
  /** How it looks; kept in place of the row itself, of which there may be hundreds of thousands. */
  #looks: Looks | null = null;

  constructor(dataset: DatasetNode, parent: TreeNode, index: number) {
    this.id = `${dataset.id}#${index}`;
    this.dataset = dataset;
    this.parent = parent;
    this.index = index;
  }

  get target(): { uri: vscode.Uri; place: Place } {
    return { uri: this.dataset.uri, place: { row: this.index, trace: 0, step: null } };
  }

  /** Takes a row read elsewhere, so that a page of rows is read at once. */
  show(state: RowState, hit: FoundText | null): Looks {
    const leaf = state.row !== null && state.row.traces.every((trace) => trace.steps.length === 0);
    const problem = describeProblem(state);
    const description = hit === null ? problem : describeHit(problem, this.index, hit);
    return (this.#looks = { description, hit, leaf });
  }

  /** Whether it looks as it should, where this was found in it: the row need not be read. */
  showsHit(hit: FoundText | null): boolean {
    return this.#looks !== null && sameHit(this.#looks.hit, hit);
  }

  /** The row reads differently now. */
  forget(): void {
    this.#looks = null;
  }

  async item(): Promise<vscode.TreeItem> {
    const { description, leaf } = this.#looks ?? this.show(await this.state(), this.dataset.hit(this.index));
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    return treeItem(this, description, leaf ? None : Collapsed);
  }

  async children(): Promise<readonly TreeNode[]> {
    const state = await this.state();
    const { row } = state;
    if (row === null) return [this.#unreadable(state)];
    if (row.traces.length === 1) return this.steps(this, state, row, 0);
    return row.traces.map((_, trace) => new TraceNode(this, trace));
  }

  /** Why the row can't be read; a click maps the file's fields where that may help. */
  #unreadable({ error, mappable }: RowState): MessageNode {
    const message = error ?? "This row can’t be read.";
    if (!mappable) return new MessageNode(this, message, "warning");
    const map = { command: "stepDpo.mapFields", title: "Map Fields…", arguments: [this.dataset.uri] };
    return new MessageNode(this, `Map its fields… (${message})`, "warning", map);
  }

  async text(): Promise<string> {
    const { row, raw } = await this.state();
    return row?.problem ?? raw ?? "";
  }

  /** The row as it is now. */
  async state(): Promise<RowState> {
    return rowState(await (await this.dataset.session()).row(this.index));
  }

  /** Nodes for a trace's steps. */
  steps(parent: TreeNode, state: RowState, row: Row, trace: number): readonly StepNode[] {
    return (row.traces[trace]?.steps ?? []).map((_, step) => new StepNode(this, parent, trace, step, state));
  }
}

function sameHit(a: FoundText | null, b: FoundText | null): boolean {
  if (a === null || b === null) return a === b;
  return a.field === b.field && a.excerpt === b.excerpt && a.start === b.start && a.end === b.end;
}
