import * as vscode from "vscode";
import type { Place, RowState } from "../../protocol/traceEditor.ts";
import { describeStep, type Description } from "./describe.ts";
import { treeItem } from "./item.ts";
import type { TreeNode } from "./node.ts";
import type { ProblemNode } from "./problemNode.ts";

/** One step of a trace. Made anew whenever its row is read. */
export class StepNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target: { readonly uri: vscode.Uri; readonly place: Place & { readonly step: number } };
  readonly #description: Description;
  readonly #text: string;

  constructor(problem: ProblemNode, parent: TreeNode, trace: number, step: number, state: RowState) {
    const { row, facts, readOnly } = state;
    if (row === null) throw new RangeError("A row that can’t be read has no steps.");
    this.id = `${problem.id}/${trace}/${step}`;
    this.parent = parent;
    this.target = { uri: problem.dataset.uri, place: { row: problem.index, trace, step } };
    const findings = facts[trace]?.arithmetic.filter((finding) => finding.step === step) ?? [];
    this.#description = describeStep(row, trace, step, findings, readOnly === null);
    this.#text = row.traces[trace]?.steps[step]?.text ?? "";
  }

  item(): vscode.TreeItem {
    return treeItem(this, this.#description, vscode.TreeItemCollapsibleState.None);
  }

  children(): readonly TreeNode[] {
    return [];
  }

  text(): string {
    return this.#text.trim();
  }
}
