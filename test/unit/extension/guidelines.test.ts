import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Entry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}
interface Manifest {
  readonly dependencies?: object;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
      readonly icon?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Entry[]>>;
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly when: string;
    }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, object>> }[];
  };
}

const root = new URL("../../../", import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), "utf8");
const manifest = JSON.parse(text("package.json")) as Manifest;
const { commands, menus, keybindings, configuration } = manifest.contributes;
const inEditor = "activeCustomEditorId == 'stepDpo.traceEditor'";

/** A when-clause in a window: what it names is true, equal to a text, or neither. */
function holds(when: string, context: Readonly<Record<string, string | true>>): boolean {
  let left = when
    .replace(/([\w.]+) == '([^']*)'/gu, (_, key: string, value: string) => String(context[key] === value))
    .replace(/[A-Za-z]\w*/gu, (word) =>
      /^(?:true|false)$/u.test(word) ? word : String(context[word] === true),
    );
  for (let before = ""; before !== left;) {
    before = left;
    left = left
      .replace(/!(true|false)/u, (_, value) => String(value === "false"))
      .replace(/\((true|false)\)/u, "$1")
      .replace(/(true|false) && (true|false)/u, (_, a, b) => String(a === "true" && b === "true"))
      .replace(/(?<!&& |!)(true|false) \|\| (true|false)(?! &&)/u, (_, a, b) =>
        String(a === "true" || b === "true"),
      );
  }
  if (!/^(?:true|false)$/u.test(left)) throw new Error(`Not understood: ${when} (${left})`);
  return left === "true";
}

it.each([
  ["clearFilter", "filtered"],
  ["stopSearch", "searching"],
  ["cancelRectify", "rectifying"],
])("%s is in the palette where the editor says that it is %s", (command, key) => {
  const whens = (menus["commandPalette"] ?? []).filter((entry) => entry.command === `stepDpo.${command}`);
  expect(whens.map(({ when }) => when?.split(" && ").at(-1))).toEqual([`stepDpo.${key}`]);
  expect(text("src/extension/editor/contextKeys.ts")).toContain(`tell("stepDpo.${key}"`);
});

describe("keys", () => {
  const editor = { activeCustomEditorId: "stepDpo.traceEditor" };

  it.each(keybindings)("$key works in the trace editor", ({ when }) => {
    expect(holds(when, editor)).toBe(true);
    expect(holds(when, {})).toBe(false);
  });

  it.each(keybindings)("$key is left to the part of the window that has the focus", ({ when }) => {
    expect(holds(when, { ...editor, sideBarFocus: true, focusedView: "workbench.explorer.fileView" })).toBe(
      false,
    );
    expect(holds(when, { ...editor, panelFocus: true, focusedView: "terminal" })).toBe(false);
    expect(holds(when, { ...editor, auxiliaryBarFocus: true })).toBe(false);
    expect(holds(when, { ...editor, inputFocus: true })).toBe(false);
    const typing = {
      ...editor,
      inputFocus: true,
      sideBarFocus: true,
      focusedView: "stepDpo.datasets",
    } as const;
    expect(holds(when, typing)).toBe(false);
  });

  it("that label and move work from the Datasets view too", () => {
    const tree = { ...editor, sideBarFocus: true, focusedView: "stepDpo.datasets" } as const;
    const working = keybindings.filter(({ when }) => holds(when, tree)).map(({ key }) => key);
    expect(working).toEqual(
      expect.arrayContaining(["alt+1", "alt+2", "alt+3", "alt+0", "alt+down", "alt+enter"]),
    );
    expect(working).not.toContain("f2");
  });

  it("open no menu of VS Code's menu bar: Alt with the first letter of one", () => {
    const letters = Array.from("fesvgrth", (letter) => `alt+${letter}`);
    expect(keybindings.map(({ key }) => key).filter((key) => letters.includes(key))).toEqual([]);
  });

  it("of the walkthrough are bound", () => {
    const folder = new URL("media/walkthrough/", root);
    const told = readdirSync(folder).flatMap((name) =>
      [...readFileSync(new URL(name, folder), "utf8").matchAll(/`((?:Alt|Ctrl)\+\w+)`/gu)].map(
        ([, key]) => key ?? "",
      ),
    );
    const bound = new Set([...keybindings.map(({ key }) => key), "ctrl+s"]);
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter((key) => !bound.has(key.toLowerCase()))).toEqual([]);
  });
});

describe("commands", () => {
  it("are in one category, in title case, with one kind of ellipsis, each title once", () => {
    expect(commands.filter(({ category }) => category !== "Step-DPO")).toEqual([]);
    const small = /^(?:a|an|as|by|for|from|in|into|of|or|s_win|the|to|with)$/u;
    const words = commands.flatMap(({ title }) => title.replace("…", "").split(" "));
    expect(words.filter((word) => !/^[A-Z]/u.test(word) && !small.test(word))).toEqual([]);
    expect(commands.filter(({ title }) => /\.\.\.|[.!]$/u.test(title))).toEqual([]);
    const titles = commands.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it("that stand as a button have an icon", () => {
    const icons = new Map(commands.map(({ command, icon }) => [command, icon]));
    const buttons = Object.values(menus)
      .flat()
      .filter(({ group }) => /^(?:inline|navigation)/u.test(group ?? ""));
    expect(buttons.length).toBeGreaterThan(5);
    expect(buttons.filter(({ command }) => !/^\$\([a-z-]+\)$/u.test(icons.get(command) ?? ""))).toEqual([]);
  });

  it("stand at a place of their own in each menu", () => {
    for (const [menu, entries] of Object.entries(menus)) {
      const places = new Map<string, string>();
      for (const { group, when = "", command } of entries) {
        if (group === undefined || /^(?:inline|navigation)/u.test(group)) continue;
        const view = /view == [\w.]+/u.exec(when)?.[0] ?? "";
        const item = /viewItem =~ \/\^\(?([a-z]+)/u.exec(when)?.[1] ?? "";
        const place = [menu, view, item, group].join(" ");
        if (group.includes("@")) expect([place, places.get(place) ?? command]).toEqual([place, command]);
        places.set(place, command);
      }
    }
  });

  it("that work in the trace editor alone are listed there alone", () => {
    const acting =
      /^stepDpo\.(?:label|next|previous|accept|editStep|find$|goToRow|rectify|showPrompt|copyPrefix)/u;
    const listed = menus["commandPalette"] ?? [];
    for (const { command } of commands.filter((one) => acting.test(one.command))) {
      expect([command, listed.find((one) => one.command === command)?.when]).toEqual([command, inEditor]);
    }
  });
});

describe("what is written of the extension", () => {
  const readme = text("README.md");

  it("names each setting in the README", () => {
    const names = configuration.flatMap(({ properties }) => Object.keys(properties));
    const told = [...readme.matchAll(/^\| ((?:`[\w.]+`(?:, )?)+) +\|/gmu)].flatMap(([, cell = ""]) => {
      const parts = [...cell.matchAll(/`([\w.]+)`/gu)].map(([, name = ""]) => name);
      const stem = (parts[0] ?? "").replace(/\.\w+$/u, "");
      return parts.map((name) => (name.startsWith(".") ? `${stem}${name}` : name));
    });
    expect(told.filter((name) => name.startsWith("stepDpo.")).sort()).toEqual([...names].sort());
  });

  it("calls commands by their titles in the README", () => {
    const titles = new Set(commands.map(({ title }) => title));
    const told = [...readme.matchAll(/_(?:Step-DPO: )?((?:[A-Z][\w-]*)(?:\s[\w-]+)*…?)_/gu)].map(
      ([, title = ""]) => title.replace(/\s+/gu, " "),
    );
    const others = new Set(["Revert File", "Help", "Save As…"]);
    expect(told.length).toBeGreaterThan(8);
    expect(told.filter((title) => !titles.has(title) && !others.has(title))).toEqual([]);
  });
});

describe("the extension", () => {
  it("starts with what of it is used, at no event of its own but the folders' file system", () => {
    expect(manifest.activationEvents).toEqual(["onFileSystem:stepdpo-folder"]);
  });

  it("needs no package beside its bundle", () => {
    expect(manifest.dependencies).toBeUndefined();
  });
});
