import { expect, it } from "vitest";
import { options } from "../../../scripts/lib/options.mjs";

it("names the options there are, where one is not known or lacks its value", () => {
  const given = process.argv;
  const read = (...args: string[]) => {
    process.argv = [...given.slice(0, 2), ...args];
    try {
      return options({ port: { type: "string" }, open: { type: "boolean" } });
    } finally {
      process.argv = given;
    }
  };
  expect(read("--port", "80")).toEqual({ port: "80" });
  expect(() => read("--prot", "80")).toThrow(/--prot[\s\S]*Known: --port, --open\./u);
  expect(() => read("--port")).toThrow(/Known: --port, --open\./u);
});
