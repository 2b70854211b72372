import * as vscode from "vscode";
import type { Splitter } from "../core/split.ts";
import type { FieldMapping } from "../formats/format.ts";
import type { ModelRef } from "../models/types.ts";
import type { RectifyChoice } from "../protocol/traceEditor.ts";
import { onDisk } from "./datasets/uri.ts";
import {
  checkAgainst,
  checkLimit,
  embeddedSettings,
  mappingFor,
  parseModels,
  parseSplitter,
  rectifyChoice,
  splitterFor,
  type GlobEntry,
} from "./settings.ts";

/** The `stepDpo.*` settings, read when asked for. */
export class Configuration {
  /** The mapping of a file's fields; null where none is set. */
  mapping(uri: vscode.Uri): FieldMapping | null {
    return this.storedMapping(uri)?.value ?? null;
  }

  /** The mapping of a file, and the glob that it stands under. */
  storedMapping(uri: vscode.Uri): GlobEntry<FieldMapping> | null {
    return mappingFor(this.#get("fieldMappings", uri), onDisk(uri).path);
  }

  /** How a file's traces are split: as is set for it, else as for all files. */
  splitter(uri: vscode.Uri): Splitter {
    const own = splitterFor(this.#get("splitters", uri), onDisk(uri).path);
    return own?.value ?? parseSplitter(this.#get("splitter", uri)) ?? "auto";
  }

  neutralAs(uri: vscode.Uri): boolean {
    return this.#get("neutralAs", uri) !== false;
  }

  provenance(uri: vscode.Uri): boolean {
    return this.#get("provenance", uri) === true;
  }

  /** Most rows that are checked in the background; null where none are. */
  checkLimit(uri: vscode.Uri): number | null {
    return checkLimit((name) => this.#get(name, uri));
  }

  /** Paths of the evaluation sets whose problems must not be in a dataset; and the folder that relative ones start from. */
  checkAgainst(uri: vscode.Uri): { readonly paths: readonly string[]; readonly folder: string } {
    const place = onDisk(uri);
    const folder = vscode.workspace.getWorkspaceFolder(place)?.uri ?? vscode.Uri.joinPath(place, "..");
    return { paths: checkAgainst((name) => this.#get(name, uri)), folder: folder.fsPath };
  }

  rectify(): RectifyChoice {
    return rectifyChoice((name) => this.#get(name));
  }

  embedded(): ReturnType<typeof embeddedSettings> {
    return embeddedSettings((name) => this.#get(name));
  }

  models(): ReturnType<typeof parseModels> {
    return parseModels(this.#get("models"));
  }

  model(): string {
    const name = this.#get("model");
    return typeof name === "string" ? name : "";
  }

  /** Keeps a field mapping for one file, or takes it away. */
  async setMapping(uri: vscode.Uri, mapping: FieldMapping | null): Promise<void> {
    await this.#setForFile("fieldMappings", uri, mapping);
  }

  /** Keeps for one file how its traces are split; the splitter that all files have is not kept. */
  async setSplitter(uri: vscode.Uri, splitter: Splitter): Promise<void> {
    if (splitter === this.splitter(uri)) return;
    await this.#setForFile("splitters", uri, null);
    if (splitter !== this.splitter(uri)) await this.#setForFile("splitters", uri, splitter);
  }

  /** Where what is set for one file is kept, for people. */
  placeOf(uri: vscode.Uri): string {
    const folder = vscode.workspace.getWorkspaceFolder(onDisk(uri));
    return folder === undefined ? "your user settings" : `${folder.name}/.vscode/settings.json`;
  }

  /** The command that opens the settings file that `placeOf` names. */
  settingsCommand(uri: vscode.Uri): string {
    const folders = vscode.workspace.workspaceFolders?.length ?? 0;
    if (vscode.workspace.getWorkspaceFolder(onDisk(uri)) === undefined)
      return "workbench.action.openSettingsJson";
    return folders === 1
      ? "workbench.action.openWorkspaceSettingsFile"
      : "workbench.action.openFolderSettingsFile";
  }

  /** Sets one file's entry of a setting that is kept by globs: in its workspace folder, or with the user where it lies in none. */
  async #setForFile(name: string, dataset: vscode.Uri, value: unknown): Promise<void> {
    const uri = onDisk(dataset);
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const { ConfigurationTarget } = vscode;
    const configuration = vscode.workspace.getConfiguration("stepDpo", uri);
    const glob = folder === undefined ? uri.path : vscode.workspace.asRelativePath(uri, false);
    const set = configuration.inspect<Record<string, unknown>>(name);
    const target = folder === undefined ? ConfigurationTarget.Global : ConfigurationTarget.WorkspaceFolder;
    const before = (folder === undefined ? set?.globalValue : set?.workspaceFolderValue) ?? {};
    if (value === null && !(glob in before)) return;
    const entries = Object.entries(before).filter(([key]) => key !== glob);
    if (value !== null) entries.push([glob, value]);
    await configuration.update(name, entries.length === 0 ? undefined : Object.fromEntries(entries), target);
  }

  async setModels(models: readonly ModelRef[]): Promise<void> {
    await this.#set("models", models.map(withoutNulls));
  }

  async setModel(name: string): Promise<void> {
    await this.#set("model", name);
  }

  #get(name: string, uri?: vscode.Uri): unknown {
    return vscode.workspace.getConfiguration("stepDpo", uri === undefined ? null : onDisk(uri)).get(name);
  }

  /** Writes where the setting is set already, else to the user's settings: a model belongs to a person. */
  async #set(name: string, value: unknown): Promise<void> {
    const configuration = vscode.workspace.getConfiguration("stepDpo", null);
    const inWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
    const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await configuration.update(name, value, target);
  }
}

function withoutNulls(model: ModelRef): object {
  return Object.fromEntries(Object.entries(model).filter(([, value]) => value !== null));
}
