import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkNames } from "../../../scripts/lib/packageFiles.mjs";
import { zipNames } from "../../../scripts/lib/zipNames.mjs";

const folder = mkdtempSync(join(tmpdir(), "package-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "package.json"), '{"main": "./dist/extension.cjs", "icon": "media/icon.png"}');

const whole = [
  "extension.vsixmanifest",
  "[Content_Types].xml",
  "extension/package.json",
  "extension/readme.md",
  "extension/LICENSE.txt",
  "extension/dist/extension.cjs",
  "extension/dist/cli.mjs",
  "extension/dist/webview.js",
  "extension/dist/webview.css",
  "extension/dist/mapping.js",
  "extension/dist/mapping.css",
  "extension/dist/node_modules/node-llama-cpp/dist/index.js",
  "extension/dist/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64/llama-addon.node",
  "extension/dist/node_modules/@vscode/ripgrep-linux-x64/bin/rg",
  "extension/media/icon.png",
];
const check = (names: string[]) => () => checkNames(names, "linux-x64", folder);

describe("the files of the package", () => {
  it("pass as they should be", () => {
    expect(check(whole)).not.toThrow();
  });

  it.each([
    "extension/dist/extension.cjs.map",
    "extension/src/extension/main.ts",
    "extension/.env",
    "extension/node_modules/esbuild/lib/main.js",
    "extension/dist/node_modules/@node-llama-cpp/win-x64/bins/win-x64/llama-addon.node",
    "extension/dist/node_modules/@vscode/ripgrep-darwin-x64/bin/rg",
  ])("are refused with %s among them", (name) => {
    expect(check([...whole, name])).toThrow(`holds ${name}`);
  });

  it.each([
    "extension/dist/webview.css",
    "extension/dist/node_modules/@vscode/ripgrep-linux-x64/bin/rg",
    "extension/media/icon.png",
  ])("are refused without %s", (name) => {
    expect(check(whole.filter((one) => one !== name))).toThrow(`lacks ${name}`);
  });
});

describe("reading a ZIP's names", () => {
  /** A central directory alone, which is all that is read: APPNOTE.TXT 4.3.12 and 4.3.16. */
  function directory(names: string[]): Buffer {
    const entries = names.map((name) => {
      const entry = Buffer.alloc(46 + name.length);
      entry.writeUInt32LE(0x02014b50, 0);
      entry.writeUInt16LE(name.length, 28);
      entry.write(name, 46);
      return entry;
    });
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(names.length, 10);
    return Buffer.concat([...entries, end]);
  }

  it("gives the files, sorted, without folders", () => {
    const path = join(folder, "a.zip");
    writeFileSync(path, directory(["b/c.txt", "b/", "a.txt"]));
    expect(zipNames(path)).toEqual(["a.txt", "b/c.txt"]);
  });

  it("refuses another file", () => {
    expect(() => zipNames(join(folder, "package.json"))).toThrow("is no ZIP archive");
  });
});
