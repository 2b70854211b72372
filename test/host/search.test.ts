import { match, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { extensions } from "vscode";

describe("The packaged ripgrep", () => {
  it("is where searches look for it, and can be run as installed", () => {
    const extension = extensions.getExtension("step-dpo-studio.step-dpo-studio");
    ok(extension, "not among the installed extensions");
    const name = process.platform === "win32" ? "rg.exe" : "rg";
    const folder = `dist/node_modules/@vscode/ripgrep-${process.platform}-${process.arch}/bin`;
    const program = join(extension.extensionPath, folder, name);
    match(execFileSync(program, ["--version"], { encoding: "utf8" }), /^ripgrep \d/u);
  });
});
