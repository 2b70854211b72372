import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandIds } from "../../../src/extension/commandIds.ts";
import { checkLimit, embeddedSettings, rectifyChoice } from "../../../src/extension/settings.ts";

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly key: string }[];
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly markdown: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: readonly {
      readonly properties: Readonly<
        Record<
          string,
          { readonly default?: unknown; readonly scope?: string; readonly markdownDescription?: string }
        >
      >;
    }[];
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

const root = new URL("../../../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as Manifest;
const { contributes } = manifest;
const ids = new Set<string>(commandIds.map((id) => `stepDpo.${id}`));
const settings = Object.assign(
  {},
  ...contributes.configuration.map(({ properties }) => properties),
) as Manifest["contributes"]["configuration"][number]["properties"];

describe("package.json", () => {
  it("contributes each command that the code has, once, and no other", () => {
    const contributed = contributes.commands.map(({ command }) => command);
    expect([...contributed].sort()).toEqual([...ids].sort());
    expect(ids.size).toBe(commandIds.length);
  });

  it.each(Object.entries(contributes.menus))("puts only known commands into the menu %s", (_, entries) => {
    expect(entries.map(({ command }) => command).filter((command) => !ids.has(command))).toEqual([]);
  });

  it("binds each key once, to a known command, and none without a modifier: those are the trace editor's own", () => {
    const keys = contributes.keybindings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^(?:alt|ctrl)\+|^(?:shift\+)?f\d+$/u.test(key))).toEqual([]);
    expect(contributes.keybindings.filter(({ command }) => !ids.has(command))).toEqual([]);
  });

  it("links to known commands from the welcome views and the walkthrough", () => {
    const steps = contributes.walkthroughs.flatMap((one) => one.steps);
    const texts = [
      ...contributes.viewsWelcome.map(({ contents }) => contents),
      ...steps.map(({ description }) => description),
    ];
    const linked = texts.flatMap((text) =>
      [...text.matchAll(/command:(stepDpo\.\w+)/gu)].map(([, id]) => id!),
    );
    const events = steps
      .flatMap((step) => step.completionEvents)
      .flatMap((event) => /^onCommand:(stepDpo\..*)$/u.exec(event)?.[1] ?? []);
    expect([...linked, ...events].filter((id) => !ids.has(id))).toEqual([]);
    expect(linked.length).toBeGreaterThan(5);
  });

  it("names files that are there", () => {
    const files = [
      manifest.icon,
      ...contributes.walkthroughs.flatMap((one) => one.steps.map((step) => step.media.markdown)),
    ];
    expect(files.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
  });

  it("says of each setting what it is", () => {
    expect(
      Object.entries(settings).filter(([, setting]) => setting.markdownDescription === undefined),
    ).toEqual([]);
  });

  it("keeps settings that name models from untrusted workspaces", () => {
    const restricted = new Set(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations);
    const machine = Object.entries(settings).filter(
      ([name, { scope }]) => scope === "machine-overridable" && /model/u.test(name),
    );
    expect(machine.map(([name]) => name).filter((name) => !restricted.has(name))).toEqual([]);
    expect(restricted).toContain("stepDpo.models");
  });

  it("has the defaults that the code falls back to", () => {
    const set = (name: string) => settings[`stepDpo.${name}`]?.default;
    const unset = () => undefined;
    expect(rectifyChoice(set)).toEqual(rectifyChoice(unset));
    expect(checkLimit(set)).toBe(checkLimit(unset));
    expect(embeddedSettings(set)).toEqual(embeddedSettings(unset));
  });
});
