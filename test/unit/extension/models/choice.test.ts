import { describe, expect, it } from "vitest";
import {
  chosenOf,
  freeName,
  modeName,
  offered,
  testSummary,
} from "../../../../src/extension/models/choice.ts";
import { gpuBuilds } from "../../../../src/extension/models/gpuBuilds.ts";
import type { ModelRef } from "../../../../src/models/types.ts";

function ref(name: string, change: Partial<ModelRef> = {}): ModelRef {
  return {
    name,
    provider: "openai",
    model: name,
    baseUrl: "http://x/v1",
    continuation: null,
    template: null,
    ...change,
  };
}
const embedded = ref("Small", { provider: "embedded", model: "small", baseUrl: null });

describe("offered", () => {
  it("puts the embedded model first, once", () => {
    expect(offered(embedded, [ref("a")]).map(({ name }) => name)).toEqual(["Small", "a"]);
    expect(offered(embedded, [ref("a"), { ...embedded, name: "mine" }]).map(({ name }) => name)).toEqual([
      "a",
      "mine",
    ]);
    expect(offered(null, [ref("a")]).map(({ name }) => name)).toEqual(["a"]);
  });
});

describe("chosenOf", () => {
  it("takes the named one, the first without a name, none where the name is unknown", () => {
    const models = [ref("a"), ref("b")];
    expect(
      [chosenOf(models, "b"), chosenOf(models, ""), chosenOf(models, "gone"), chosenOf([], "")].map(
        (one) => one?.name,
      ),
    ).toEqual(["b", "a", undefined, undefined]);
  });
});

describe("freeName", () => {
  it("counts on where a name is taken", () => {
    expect(freeName([ref("qwen"), ref("qwen 2")], "qwen")).toBe("qwen 3");
    expect(freeName([], "qwen")).toBe("qwen");
  });
});

describe("for people", () => {
  it("names the mode and the speed", () => {
    expect(modeName(null)).toBe("not tested");
    expect(testSummary({ continuation: "completions", text: "", tokens: 20, ms: 2000, takesN: true })).toBe(
      "raw completions; 20 tokens in 2.0 s, 10 tokens/s; several samples a request",
    );
  });
});

describe("gpuBuilds", () => {
  it.each([
    ["linux", "x64", ["Vulkan", "CUDA"]],
    ["win32", "x64", ["Vulkan", "CUDA"]],
    ["darwin", "arm64", []],
    ["linux", "arm64", []],
  ] as const)("%s %s: %j", (platform, arch, titles) => {
    expect(gpuBuilds(platform, arch).map(({ title }) => title)).toEqual(titles);
  });
});
