import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { mappingKeys } from "../../../../src/core/mapping.ts";

interface RoleSchema {
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
}
interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, object>> }[];
  };
}

const root = new URL("../../../../", import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), "utf8"));
const settings = Object.assign(
  {},
  ...(read("package.json") as Manifest).contributes.configuration.map(({ properties }) => properties),
) as Record<string, object>;
// VS Code's own keywords, such as defaultSnippets, are no part of JSON Schema.
const compile = (name: string) =>
  new Ajv.default({ strict: false }).compile(settings[`stepDpo.${name}`] ?? {});

describe("the schemas of field mappings", () => {
  const inSettings = settings["stepDpo.fieldMappings"] as { additionalProperties: RoleSchema };
  const inMedia = read("media/schemas/field-mapping.json") as RoleSchema;
  it.each([
    ["in the settings", inSettings.additionalProperties],
    ["in media/", inMedia],
  ])("describe all that a mapping can say %s", (_, { properties }) => {
    expect(Object.keys(properties).sort()).toEqual([...mappingKeys].sort());
    expect(Object.values(properties).filter(({ description }) => description === undefined)).toEqual([]);
  });

  it("take mappings, and nothing else", () => {
    const valid = compile("fieldMappings");
    expect(valid({ "data/*.jsonl": { problem: "q", trace: "samples.text" } })).toBe(true);
    expect(valid({ "data/*.jsonl": { question: "q" } })).toBe(false);
    expect(valid({ "data/*.jsonl": { problem: "" } })).toBe(false);
    expect(valid({ "data/*.jsonl": { problem: "q", labels: "l", zero: "neutral" } })).toBe(true);
    expect(valid({ "data/*.jsonl": { problem: "q", labels: "l", zero: "correct" } })).toBe(false);
  });

  it("take splitters, and nothing else", () => {
    const valid = compile("splitters");
    expect(valid({ "a.jsonl": "lines", "b.jsonl": "tag:ки", "c.jsonl": "pattern:^\\d" })).toBe(true);
    expect(valid({ "a.jsonl": "words" })).toBe(false);
    expect(valid({ "a.jsonl": "tag:" })).toBe(false);
  });
});
