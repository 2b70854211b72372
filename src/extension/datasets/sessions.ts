import { mkdir } from "node:fs/promises";
import * as vscode from "vscode";
import { openDataset, ripgrepPath } from "../../storage/index.ts";
import type { DatasetSession } from "../../storage/types.ts";
import type { Configuration } from "../configuration.ts";
import { onDisk } from "./uri.ts";

/** Opens datasets with the person's settings. Sessions are shared: each `open` is to be closed by its opener. */
export class Sessions {
  readonly #settings: Configuration;
  readonly #log: vscode.LogOutputChannel;
  readonly #stateDir: string;

  constructor(settings: Configuration, log: vscode.LogOutputChannel, globalStorage: vscode.Uri) {
    this.#settings = settings;
    this.#log = log;
    // One place for all windows, since the lock and the journal of a file are theirs together.
    this.#stateDir = vscode.Uri.joinPath(globalStorage, "datasets").fsPath;
  }

  /** @throws StorageError, or Error for what is neither a file nor a folder on disk */
  async open(uri: vscode.Uri): Promise<DatasetSession> {
    const place = onDisk(uri);
    if (place.scheme !== "file") {
      throw new Error(
        `Step-DPO reads datasets from disk; ${uri.toString(true)} is not a file there. Save it first, then open the file.`,
      );
    }
    await mkdir(this.#stateDir, { recursive: true });
    this.#log.debug(`Opening ${place.fsPath}`);
    return openDataset(place.fsPath, {
      splitter: this.#settings.splitter(uri),
      mapping: this.#settings.mapping(uri),
      neutralAs: this.#settings.neutralAs(uri),
      provenance: this.#settings.provenance(uri),
      now: () => new Date().toISOString(),
      stateDir: this.#stateDir,
      ripgrep: ripgrepPath(),
      log: (message) => this.#log.info(message),
    });
  }
}
