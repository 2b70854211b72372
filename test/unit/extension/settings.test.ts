import { describe, expect, it } from "vitest";
import {
  mappingFor,
  originOf,
  parseModels,
  parseSplitter,
  rectifyChoice,
  splitterFor,
} from "../../../src/extension/settings.ts";

describe("parseSplitter", () => {
  it.each(["auto", "step", "lines", "tag:ки", "pattern:^\\d+\\)"])("takes %s", (text) => {
    expect(parseSplitter(text)).toBe(text);
  });
  it.each(["", "words", "tag:", "pattern:", "pattern:(", "pattern:(a+)+", 3, null])("refuses %s", (text) => {
    expect(parseSplitter(text)).toBeNull();
  });
});

describe("rectifyChoice", () => {
  const read = (values: Record<string, unknown>) => rectifyChoice((name) => values[name]);
  it("takes the settings", () => {
    expect(
      read({
        "rectify.samples": 4,
        "rectify.temperature": 0,
        "rectify.stopAfterWins": 0,
        "rectify.form": "step",
      }),
    ).toEqual({
      sampling: { n: 4, temperature: 0, topP: 0.95, maxTokens: 1024, seed: null },
      stopAfterWins: null,
      form: "step",
    });
  });
  it("falls back where a value is out of bounds or of another type", () => {
    expect(read({ "rectify.samples": 0, "rectify.temperature": "hot", "rectify.form": "essay" })).toEqual(
      read({}),
    );
  });
});

describe("parseModels", () => {
  const served = { name: "lab", provider: "openai", model: "qwen", baseUrl: "http://gpu:8000/v1/" };
  it("reads models, and says what is wrong with the others", () => {
    const { models, problems } = parseModels([served, { ...served, model: "other" }, { name: "x" }, 7]);
    expect(models).toEqual([
      { ...served, baseUrl: "http://gpu:8000/v1", continuation: null, template: null },
    ]);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain('entry 2: the name "lab" is taken');
  });
  it.each([undefined, null, "x", {}])("reads nothing from %s", (value) => {
    expect(parseModels(value)).toEqual({ models: [], problems: [] });
  });
});

describe("originOf", () => {
  it.each([
    ["https://a.example:8443/v1", "https://a.example:8443"],
    ["http://localhost/v1", "http://localhost"],
    ["file:///etc/passwd", null],
    ["nonsense", null],
  ])("%s has the origin %s", (address, origin) => {
    expect(originOf(address)).toBe(origin);
  });
});

describe("mappingFor", () => {
  const mappings = {
    "*.jsonl": { problem: "a" },
    "runs/**/x?.jsonl": { problem: "b" },
    "/data/one.json": { problem: "c", answer: 3 },
    "zero.json": { labels: "l", zero: "neutral" },
    "strange.json": { labels: "l", zero: "correct" },
    "bad.json": 5,
  };
  it.each([
    ["/w/my.jsonl", { problem: "a" }],
    ["/w/zero.json", { labels: "l", zero: "neutral" }],
    ["/w/strange.json", { labels: "l" }],
    ["/w/runs/one/two/x1.jsonl", { problem: "b" }],
    ["/w/runs/x1.jsonl", { problem: "b" }],
    ["/data/one.json", { problem: "c" }],
    ["/w/one.json", null],
    ["/w/bad.json", null],
  ])("%s is mapped by %o", (path, mapping) => {
    expect(mappingFor(mappings, path)?.value ?? null).toEqual(mapping);
  });
  it("says under which glob it found the mapping", () => {
    expect(mappingFor(mappings, "/w/runs/x1.jsonl")?.glob).toBe("runs/**/x?.jsonl");
  });
  it.each([undefined, null, "x"])("finds nothing in %s", (value) => {
    expect(mappingFor(value, "/a.jsonl")).toBeNull();
  });
});

describe("splitterFor", () => {
  const splitters = { "*.jsonl": "lines", "runs/*.jsonl": "tag:ки", "runs/bad.jsonl": "pattern:(" };
  it.each([
    ["/w/my.jsonl", "lines"],
    ["/w/runs/one.jsonl", "tag:ки"],
    ["/w/runs/bad.jsonl", "tag:ки"],
    ["/w/my.json", null],
  ])("%s is split by %s", (path, splitter) => {
    expect(splitterFor(splitters, path)?.value ?? null).toBe(splitter);
  });
});
