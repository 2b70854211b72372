import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { commands, extensions, Uri, window, workspace, TabInputCustom, type Tab } from "vscode";
import type { TracePanel } from "../../src/extension/editor/panel.ts";
import type { Studio } from "../../src/extension/studio.ts";
import type { TreeNode } from "../../src/extension/tree/node.ts";

/** The trace editor's id. */
export const viewType = "stepDpo.traceEditor";

/** The installed extension's parts; activates it. */
export async function studio(): Promise<Studio> {
  const extension = extensions.getExtension<Studio>("step-dpo-studio.step-dpo-studio");
  if (extension === undefined) throw new Error("The extension is not installed.");
  return extension.activate();
}

/** Waits until something holds; fails with its description after a minute, as a busy machine takes. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let folder: string | null = null;

/** Writes a file into a folder of the workspace that `cleanUp` deletes. */
export function file(name: string, content: string): Uri {
  const root = workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (root === undefined) throw new Error("These tests need a workspace folder.");
  if (folder === null) {
    mkdirSync(root, { recursive: true });
    folder = mkdtempSync(join(root, "host-tests-"));
  }
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return Uri.file(path);
}

/** Closes all editors without saving, and deletes the test's files. */
export async function cleanUp(): Promise<void> {
  const { editors, datasets } = await studio();
  for (const panel of editors.all) await panel.document.session.revert().catch(() => undefined);
  for (const panel of editors.all) {
    await editors.open(panel.document.uri);
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await datasets.remove(panel.document.uri);
  }
  await commands.executeCommand("workbench.action.closeAllEditors");
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
}

/** Opens a dataset in the trace editor and waits until all of its rows are there. */
export async function openPanel(uri: Uri): Promise<TracePanel> {
  const { editors } = await studio();
  const panel = await editors.open(uri);
  await panel.document.session.whenIndexed();
  return panel;
}

/** The tab of a dataset's trace editor. */
export function tabOf(uri: Uri): Tab | undefined {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(
    ({ input }) =>
      input instanceof TabInputCustom &&
      input.viewType === viewType &&
      input.uri.toString() === uri.toString(),
  );
}

/** Waits until a dataset's tab has, or hasn't, the mark of unsaved changes. */
export async function untilDirty(uri: Uri, dirty: boolean): Promise<void> {
  await until(`${uri.fsPath} is ${dirty ? "" : "not "}dirty`, () => tabOf(uri)?.isDirty === dirty);
}

/** A node's children with their labels and descriptions. */
export async function childrenOf(
  node?: TreeNode,
): Promise<{ node: TreeNode; label: string; description: string; context: string; icon: string }[]> {
  const { datasets } = await studio();
  const children = await datasets.getChildren(node);
  return Promise.all(
    children.map(async (child) => {
      const item = await datasets.getTreeItem(child);
      const icon =
        item.iconPath !== undefined && typeof item.iconPath === "object" && "id" in item.iconPath
          ? item.iconPath.id
          : "";
      const label =
        typeof item.label === "string"
          ? item.label
          : (item.label?.label ?? item.resourceUri?.path.split("/").at(-1) ?? "");
      return {
        node: child,
        label,
        description: String(item.description ?? ""),
        context: item.contextValue ?? "",
        icon,
      };
    }),
  );
}

/** The node of a dataset in the view, waiting until the view has it. */
export async function datasetNode(uri: Uri): Promise<TreeNode> {
  const { datasets } = await studio();
  return until(`${uri.fsPath} is in the Datasets view`, async () =>
    (await datasets.getChildren()).find((node) => node.target?.uri.toString() === uri.toString()),
  );
}

/** Rows of a small dataset in ProcessBench's fields, as text with its own spacing. */
export function rows(count: number): string {
  return Array.from(
    { length: count },
    (_, at) =>
      `{"id":"t-${at}",  "generator":"g","problem":"Tom has ${at} pens and buys 2. How many?","steps":["He has ${at}.","He buys 2, so ${at} + 2 = ${at + 3}.","So \\\\boxed{${at + 3}}."],"final_answer_correct":false,"label":-1, "extra" : 12345678901234567890}\n`,
  ).join("");
}
