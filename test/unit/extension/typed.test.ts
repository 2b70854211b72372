import { describe, expect, it } from "vitest";
import { parseRowNumber } from "../../../src/extension/rowNumber.ts";
import { messageOf, oneLine } from "../../../src/extension/text.ts";

describe("parseRowNumber", () => {
  it.each([
    ["1", 0],
    [" 1,234 ", 1233],
    ["374000", 373_999],
    ["0", "There are rows 1 to 374,000."],
    ["374001", "There are rows 1 to 374,000."],
    ["-3", "Type a number, such as 12."],
    ["x", "Type a number, such as 12."],
    ["", "Type a number, such as 12."],
  ])("%s: %s", (text, expected) => {
    expect(parseRowNumber(text, 374_000)).toBe(expected);
  });
  it("says that there is nothing to go to", () => {
    expect(parseRowNumber("1", 0)).toBe("There are no rows here.");
  });
});

describe("oneLine", () => {
  it("makes one line and cuts it", () => {
    expect(oneLine("  a\n\n b  ")).toBe("a b");
    expect(oneLine("x".repeat(1_000_000), 5)).toBe("xxxx…");
  });
});

describe("messageOf", () => {
  it("takes what is thrown", () => {
    expect([messageOf(new Error("a")), messageOf("b"), messageOf(3)]).toEqual(["a", "b", "3"]);
  });
});
