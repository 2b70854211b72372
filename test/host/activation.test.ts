import { equal, ok } from "node:assert/strict";
import { commands, extensions } from "vscode";

const extension = extensions.getExtension("step-dpo-studio.step-dpo-studio");

/** What package.json says, as far as it is looked at here. */
interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
  };
}

describe("The installed extension", () => {
  it("is there, as installed from its VSIX, and activates", async () => {
    ok(extension, "not among the installed extensions");
    await extension.activate();
    equal(extension.isActive, true);
  });

  it("has registered each command that its manifest offers", async () => {
    ok(extension);
    await extension.activate();
    const registered = new Set(await commands.getCommands(true));
    const manifest = extension.packageJSON as Manifest;
    const missing = manifest.contributes.commands
      .map(({ command }) => command)
      .filter((name) => !registered.has(name));
    equal(missing.join(", "), "");
  });

  it("shows its view container", async () => {
    ok(extension);
    const manifest = extension.packageJSON as Manifest;
    for (const { id } of manifest.contributes.viewsContainers.activitybar) {
      await commands.executeCommand(`workbench.view.extension.${id}`);
    }
  });
});
