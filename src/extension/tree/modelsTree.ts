import * as vscode from "vscode";
import type { ModelRef } from "../../models/types.ts";
import { modeName, testSummary } from "../models/choice.ts";
import type { Models } from "../models/models.ts";
import { welcomed } from "./welcome.ts";

/** A model in the Models view. */
export class ModelNode {
  readonly ref: ModelRef;

  constructor(ref: ModelRef) {
    this.ref = ref;
  }

  item(models: Models): vscode.TreeItem {
    const { ref } = this;
    const chosen = models.chosen()?.name === ref.name;
    const state = models.testOf(ref);
    const where = ref.baseUrl === null ? "" : new URL(ref.baseUrl).host;
    const tested =
      state === null ? modeName(ref.continuation) : state.ok ? modeName(state.test.continuation) : "failed";
    const item = new vscode.TreeItem(ref.name);
    item.id = `model:${ref.name}`;
    item.description = [chosen ? "in use" : "", where, tested].filter((part) => part !== "").join(" · ");
    item.tooltip = [
      ref.name,
      `${ref.model}${ref.baseUrl === null ? "" : ` at ${ref.baseUrl}`}`,
      state === null
        ? "Not tested yet."
        : state.ok
          ? `Tested ${new Date(state.at).toLocaleString()}: ${testSummary(state.test)}`
          : `Test failed ${new Date(state.at).toLocaleString()}: ${state.error}`,
    ].join("\n");
    item.iconPath =
      state?.ok === false
        ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"))
        : chosen
          ? new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed"))
          : new vscode.ThemeIcon(ref.provider === "embedded" ? "chip" : "server");
    item.contextValue = [
      "model",
      chosen ? "chosen" : "idle",
      models.isConfigured(ref.name) ? "removable" : "builtin",
    ].join(" ");
    item.accessibilityInformation = { label: `${ref.name}, ${item.description}` };
    return item;
  }
}

/** The Models view. */
export class ModelsTree implements vscode.TreeDataProvider<ModelNode> {
  readonly #models: Models;
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(models: Models) {
    this.#models = models;
    this.onDidChangeTreeData = models.onChanged;
  }

  getTreeItem(node: ModelNode): vscode.TreeItem {
    return node.item(this.#models);
  }

  getChildren(node?: ModelNode): ModelNode[] {
    if (node !== undefined) return [];
    return welcomed(
      "stepDpo.noModels",
      this.#models.all().map((ref) => new ModelNode(ref)),
    );
  }
}
