import * as vscode from "vscode";
import { folderScheme, onDisk } from "./uri.ts";

/**
 * What VS Code may ask of the scheme of folder datasets: a dataset looks like one file in the folder that holds its
 * own, which is what the dialog of "Save As" walks through. Content is read and written by the trace editor alone.
 */
export class FolderFiles implements vscode.FileSystemProvider {
  /** Never fires: the session watches the folder itself. */
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  register(): vscode.Disposable {
    return vscode.workspace.registerFileSystemProvider(folderScheme, this, { isCaseSensitive: true });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const path = onDisk(uri);
    const stats = await vscode.workspace.fs.stat(path);
    return path.path === uri.path ? stats : { ...stats, type: vscode.FileType.File };
  }

  readDirectory(uri: vscode.Uri): Thenable<[string, vscode.FileType][]> {
    return vscode.workspace.fs.readDirectory(onDisk(uri));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readFile(uri: vscode.Uri): never {
    throw refused(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw refused(uri);
  }

  createDirectory(uri: vscode.Uri): Thenable<void> {
    return vscode.workspace.fs.createDirectory(onDisk(uri));
  }

  delete(uri: vscode.Uri): never {
    throw refused(uri);
  }

  rename(uri: vscode.Uri): never {
    throw refused(uri);
  }
}

function refused(uri: vscode.Uri): vscode.FileSystemError {
  return vscode.FileSystemError.NoPermissions(
    `${onDisk(uri).fsPath} is a folder that is open as a dataset: change it in the trace editor or in the folder itself.`,
  );
}
