import type * as vscode from "vscode";
import { openDataset, ripgrepPath, stateFolder } from "../../storage/index.ts";
import type { DatasetSession } from "../../storage/types.ts";
import type { Configuration } from "../configuration.ts";
import { onDisk } from "./uri.ts";

/** Opens datasets with the person's settings. Sessions are shared: each `open` is to be closed by its opener. */
export class Sessions {
  readonly #settings: Configuration;
  readonly #log: vscode.LogOutputChannel;

  constructor(settings: Configuration, log: vscode.LogOutputChannel) {
    this.#settings = settings;
    this.#log = log;
  }

  /** @throws StorageError, or Error for what is neither a file nor a folder on disk */
  async open(uri: vscode.Uri): Promise<DatasetSession> {
    const place = onDisk(uri);
    if (place.scheme !== "file") {
      throw new Error(
        `Step-DPO reads datasets from disk; ${uri.toString(true)} is not a file there. Save it first, then open the file.`,
      );
    }
    this.#log.debug(`Opening ${place.fsPath}`);
    return openDataset(place.fsPath, {
      splitter: this.#settings.splitter(uri),
      mapping: this.#settings.mapping(uri),
      neutralAs: this.#settings.neutralAs(uri),
      provenance: this.#settings.provenance(uri),
      now: () => new Date().toISOString(),
      stateDir: stateFolder(process.env),
      ripgrep: ripgrepPath(),
      log: (message) => this.#log.info(message),
    });
  }
}
