import * as vscode from "vscode";
import type { Splitter } from "../core/split.ts";
import type { FieldMapping } from "../formats/format.ts";
import type { ModelRef } from "../models/types.ts";
import type { RectifyChoice } from "../protocol/traceEditor.ts";
import { onDisk } from "./datasets/uri.ts";
import {
  checkLimit,
  embeddedSettings,
  mappingFor,
  parseModels,
  parseSplitter,
  rectifyChoice,
} from "./settings.ts";

/** The `stepDpo.*` settings, read when asked for. */
export class Configuration {
  mapping(uri: vscode.Uri): FieldMapping | null {
    return mappingFor(this.#get("fieldMappings", uri), onDisk(uri).path);
  }

  splitter(uri: vscode.Uri): Splitter {
    return parseSplitter(this.#get("splitter", uri)) ?? "auto";
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

  /** Keeps a field mapping for one file: in its workspace folder's settings, or the user's where it lies in none. */
  async setMapping(dataset: vscode.Uri, mapping: FieldMapping): Promise<void> {
    const uri = onDisk(dataset);
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const { ConfigurationTarget } = vscode;
    const configuration = vscode.workspace.getConfiguration("stepDpo", uri);
    const glob = folder === undefined ? uri.path : vscode.workspace.asRelativePath(uri, false);
    const before = configuration.get<Record<string, FieldMapping>>("fieldMappings", {});
    const target = folder === undefined ? ConfigurationTarget.Global : ConfigurationTarget.WorkspaceFolder;
    await configuration.update("fieldMappings", { ...before, [glob]: mapping }, target);
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
