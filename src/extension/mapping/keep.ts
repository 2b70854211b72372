import * as vscode from "vscode";
import type { MappingChoice } from "../../protocol/mapping.ts";
import { nameOf } from "../datasets/uri.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";

/** Keeps a dataset's mapping and splitter in the settings, and opens it with them. @throws Error where it has unsaved edits */
export async function keepMapping(
  studio: Studio,
  uri: vscode.Uri,
  { mapping, splitter }: MappingChoice,
): Promise<void> {
  refuseUnsaved(studio, uri);
  await studio.settings.setMapping(uri, mapping);
  await studio.settings.setSplitter(uri, splitter);
  await openAsMapped(studio, uri);
  tell(studio, uri, `The mapping of ${nameOf(uri)} is kept in ${studio.settings.placeOf(uri)}.`);
}

/** Takes a dataset's mapping out of the settings, and opens it as its own fields say. @throws Error where that can't be */
export async function removeMapping(studio: Studio, uri: vscode.Uri): Promise<void> {
  refuseUnsaved(studio, uri);
  await studio.settings.setMapping(uri, null);
  const left = studio.settings.storedMapping(uri);
  if (left !== null)
    throw new Error(
      `“${left.glob}” in stepDpo.fieldMappings maps other files too, so it is left there. Change it in the settings.`,
    );
  await openAsMapped(studio, uri);
  tell(studio, uri, `The mapping of ${nameOf(uri)} is taken out of the settings.`);
}

/** Shows the setting in the settings file of the dataset. */
export async function openMappingSettings(studio: Studio, uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand(studio.settings.settingsCommand(uri), {
    revealSetting: { key: "stepDpo.fieldMappings", edit: true },
  });
}

/** The mapping that each open dataset was opened with, as JSON. */
const inUse = new Map<string, string>();
const reopening = new Map<string, Promise<void>>();

/** Follows the settings: splitters at once, mappings by opening datasets anew. */
export function followSettings(studio: Studio): vscode.Disposable {
  const { editors, settings } = studio;
  return vscode.Disposable.from(
    editors.onOpened((uri) => inUse.set(uri.toString(), JSON.stringify(settings.mapping(uri)))),
    vscode.workspace.onDidChangeConfiguration((event) => {
      for (const { document } of editors.all) {
        const { uri, session } = document;
        if (["splitter", "splitters"].some((name) => event.affectsConfiguration(`stepDpo.${name}`)))
          session.setSplitter(settings.splitter(uri));
        if (event.affectsConfiguration("stepDpo.fieldMappings")) void followMapping(studio, uri);
      }
    }),
  );
}

async function followMapping(studio: Studio, uri: vscode.Uri): Promise<void> {
  if (isInUse(studio, uri)) return;
  try {
    refuseUnsaved(studio, uri);
    await openAsMapped(studio, uri);
  } catch (error) {
    studio.editors.of(uri)?.showError(messageOf(error));
  }
}

/** Opens a dataset with the mapping that the settings have now; at most once at a time. */
async function openAsMapped(studio: Studio, uri: vscode.Uri): Promise<void> {
  const key = uri.toString();
  await reopening.get(key);
  if (isInUse(studio, uri)) {
    await studio.editors.open(uri);
    return;
  }
  const done = studio.editors.reopen(uri).finally(() => reopening.delete(key));
  reopening.set(key, done);
  await done;
}

function isInUse(studio: Studio, uri: vscode.Uri): boolean {
  const now = JSON.stringify(studio.settings.mapping(uri));
  return studio.editors.of(uri) !== null && inUse.get(uri.toString()) === now;
}

/** The file is opened anew with the mapping: edits that are not saved would be lost. */
function refuseUnsaved(studio: Studio, uri: vscode.Uri): void {
  if (studio.editors.of(uri)?.document.session.info.dirty === true)
    throw new Error(
      `${nameOf(uri)} has unsaved edits, and is opened anew with another mapping. Save or revert them first.`,
    );
}

function tell(studio: Studio, uri: vscode.Uri, message: string): void {
  const open = "Open Settings";
  void vscode.window
    .showInformationMessage(message, open)
    .then((chosen) => (chosen === open ? openMappingSettings(studio, uri) : undefined));
}
