import * as vscode from "vscode";
import type { Place } from "../../protocol/traceEditor.ts";
import { describeTrace } from "./describe.ts";
import { treeItem } from "./item.ts";
import type { TreeNode } from "./node.ts";
import type { ProblemNode } from "./problemNode.ts";

/** One of several traces of a problem. */
export class TraceNode implements TreeNode {
  readonly id: string;
  readonly parent: ProblemNode;
  readonly #trace: number;

  constructor(problem: ProblemNode, trace: number) {
    this.id = `${problem.id}/${trace}`;
    this.parent = problem;
    this.#trace = trace;
  }

  get target(): { uri: vscode.Uri; place: Place } {
    return {
      uri: this.parent.dataset.uri,
      place: { row: this.parent.index, trace: this.#trace, step: null },
    };
  }

  async item(): Promise<vscode.TreeItem> {
    const { row, facts } = await this.parent.state();
    const [trace, fact] = [row?.traces[this.#trace], facts[this.#trace]];
    if (trace === undefined || fact === undefined)
      return new vscode.TreeItem(`Trace ${this.#trace + 1} is gone`);
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    return treeItem(
      this,
      describeTrace(trace, fact, this.#trace),
      trace.steps.length === 0 ? None : Collapsed,
    );
  }

  async children(): Promise<readonly TreeNode[]> {
    const state = await this.parent.state();
    return state.row === null ? [] : this.parent.steps(this, state, state.row, this.#trace);
  }

  async text(): Promise<string> {
    const { row } = await this.parent.state();
    return row?.traces[this.#trace]?.text ?? "";
  }
}
