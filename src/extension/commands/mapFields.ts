import * as vscode from "vscode";
import type { FieldMapping, JsonObject } from "../../formats/format.ts";
import { proposeMapping } from "../../formats/index.ts";
import type { Command } from "../command.ts";
import { fieldPaths, mappingRoles } from "../mapping.ts";
import { targetOrActive } from "../target.ts";

/** Rows that a proposal is made from. */
const sampled = 50;

/** Says once for a file which of its fields hold what, and opens it anew so. */
export const mapFields: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const { uri } = target;
    const panel = studio.editors.of(uri) ?? (await studio.editors.open(uri));
    const { session } = panel.document;
    if (session.info.dirty)
      throw new Error("Save or revert the unsaved edits first: the file is opened anew with the mapping.");
    const views = await session.rows(0, sampled);
    const rows = views.map(({ raw }) => objectOf(raw)).filter((row) => row !== null);
    if (rows.length === 0) throw new Error("There is no JSON object among the first rows to map.");
    const now = studio.settings.mapping(uri) ?? proposeMapping(rows).mapping;
    const mapping = await choose(now, fieldPaths(rows));
    if (mapping === null) return;
    await studio.settings.setMapping(uri, mapping);
    await studio.editors.reopen(uri);
  },
};

/** Goes round the roles until the person is content; null where they leave. */
async function choose(start: FieldMapping, fields: readonly string[]): Promise<FieldMapping | null> {
  const mapping = new Map<string, string>(Object.entries(start));
  for (;;) {
    const items = mappingRoles.map(({ role, title }) => ({
      label: title,
      description: mapping.get(role) ?? "—",
      role,
    }));
    const done = { label: "$(check) Use This Mapping", description: "", role: null };
    const chosen = await vscode.window.showQuickPick([done, ...items], {
      title: "Which Field Holds What",
      placeHolder: "Choose a role to change its field",
    });
    if (chosen === undefined) return null;
    if (chosen.role === null) return Object.fromEntries(mapping);
    const none = { label: "—", description: "no field" };
    const field = await vscode.window.showQuickPick(
      [none, ...fields.map((label) => ({ label, description: "" }))],
      { title: chosen.label },
    );
    if (field === none) mapping.delete(chosen.role);
    else if (field !== undefined) mapping.set(chosen.role, field.label);
  }
}

function objectOf(raw: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    // A broken row says nothing of the fields.
    return null;
  }
}
