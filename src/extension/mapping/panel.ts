import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { sampleRows } from "../../pipeline/mapping/sample.ts";
import type { MappingHostApi } from "../../protocol/mapping.ts";
import { serve } from "../../protocol/rpc.ts";
import { nameOf } from "../datasets/uri.ts";
import { webviewPage } from "../editor/html.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { keepMapping, openMappingSettings, removeMapping } from "./keep.ts";
import { MappingHost, type MappingPorts } from "./mappingHost.ts";

/** The panels that are open, by dataset. */
const panels = new Map<string, vscode.WebviewPanel>();

/** Opens the panel in which a dataset's fields are mapped, or shows the one that is open. */
export async function openMappingPanel(studio: Studio, uri: vscode.Uri): Promise<void> {
  const key = uri.toString();
  const there = panels.get(key);
  if (there !== undefined) {
    there.reveal();
    return;
  }
  const name = nameOf(uri);
  const read = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Sampling rows of ${name}` },
    () => readSample(studio, uri),
  );
  const panel = vscode.window.createWebviewPanel(
    "stepDpo.mapping",
    `Map Fields: ${name}`,
    vscode.ViewColumn.Active,
  );
  panels.set(key, panel);
  const host = new MappingHost({
    ...{ name, ...read },
    stored: studio.settings.storedMapping(uri),
    where: studio.settings.placeOf(uri),
    save: (choice) => keepMapping(studio, uri, choice).then(() => void panel.dispose()),
    reset: () => removeMapping(studio, uri).then(() => void panel.dispose()),
    close: () => void panel.dispose(),
    openSettings: () => openMappingSettings(studio, uri),
  });
  const stop = show(panel, studio, host);
  panel.onDidDispose(() => {
    stop();
    panels.delete(key);
  });
}

async function readSample(
  studio: Studio,
  uri: vscode.Uri,
): Promise<Pick<MappingPorts, "sample" | "rows" | "splitter">> {
  const session = await studio.sessions.open(uri);
  try {
    const sample = await sampleRows(session);
    return { sample, rows: session.info.rows, splitter: session.info.splitter };
  } finally {
    await session.close();
  }
}

/** Serves the host to the panel's page. Returns what stops it. */
function show({ webview }: vscode.WebviewPanel, studio: Studio, host: MappingHost): () => void {
  const { extensionUri } = studio.context;
  const dist = vscode.Uri.joinPath(extensionUri, "dist");
  const channel = {
    post: (message: unknown) => void webview.postMessage(message),
    onMessage: (listener: (message: unknown) => void) => {
      const hearing = webview.onDidReceiveMessage(listener);
      return () => void hearing.dispose();
    },
  };
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const stop = serve<MappingHostApi>(channel, host, (error) => studio.log.error(messageOf(error)));
  webview.html = webviewPage({
    title: "Step-DPO field mapping",
    script: webview.asWebviewUri(vscode.Uri.joinPath(dist, "mapping.js")).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(dist, "mapping.css")).toString(),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString("base64"),
  });
  return stop;
}
