import { describe, expect, it } from "vitest";
import { parseModelName, readModelRef } from "../../../src/models/index.ts";

describe("a model's name", () => {
  it.each([
    ["embedded:smollm2-135m-f16", { provider: "embedded", model: "smollm2-135m-f16", baseUrl: null }],
    ["embedded:/data/my model.gguf", { provider: "embedded", model: "/data/my model.gguf" }],
    [
      "openai:Qwen/Qwen2-7B@http://gpu:8000/v1/",
      { provider: "openai", model: "Qwen/Qwen2-7B", baseUrl: "http://gpu:8000/v1" },
    ],
    ["openai:a@b@https://host/v1", { model: "a@b", baseUrl: "https://host/v1" }],
  ])("%s", (name, expected) => {
    expect(parseModelName(name)).toMatchObject({ name, continuation: null, template: null, ...expected });
  });

  it.each([
    ["gpt", /no model name\. Write embedded:/u],
    ["openai:m@ftp://host", /no model name/u],
    ["openai:m@http://me:hunter2@host/v1", /holds a password/u],
  ])("%s is refused", (name, message) => {
    expect(() => parseModelName(name)).toThrow(message);
    expect(() => parseModelName(name)).not.toThrow(/hunter2/u);
  });
});

describe("a model in the settings", () => {
  const good = { name: "lab", provider: "openai", model: "m", baseUrl: "http://host/v1" };

  it("has defaults for what is left out", () => {
    expect(readModelRef(good)).toEqual({ ...good, continuation: null, template: null });
    expect(readModelRef({ name: "e", provider: "embedded", model: "x.gguf" }).baseUrl).toBeNull();
  });

  it.each([
    [null, /should be an object/u],
    [[], /should be an object/u],
    [{ ...good, name: "" }, /models: "name" should be a text/u],
    [
      { ...good, provider: "azure" },
      /model "lab": "provider" should be "embedded" or "openai", but is "azure"/u,
    ],
    [{ ...good, baseUrl: undefined }, /"baseUrl" should be a text, but is missing/u],
    [{ ...good, baseUrl: "host:8000" }, /no server address/u],
    [{ ...good, continuation: "magic" }, /"continuation" should be completions/u],
    [{ ...good, template: 3 }, /"template" should be a template's id, but is 3/u],
  ])("%j is refused", (value, message) => {
    expect(() => readModelRef(value)).toThrow(message);
  });
});
