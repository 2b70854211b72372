import { expect, test } from "vitest";
import { commandOf, keyHelp, moves, type KeyPress } from "../../webview/state/keys.ts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
});

test.each([
  ["j", "nextStep"],
  ["ArrowUp", "previousStep"],
  ["1", "labelCorrect"],
  ["0", "labelNone"],
  ["r", "rectify"],
  ["R", "rectifySettings"],
  ["a", "accept"],
  ["A", "accept"],
  ["]", "nextTrace"],
  ["?", "help"],
  ["Escape", "escape"],
])("%s is %s", (key, command) => {
  expect(commandOf(press(key), "page")).toBe(command);
});

test.each(["q", "Enter", "Tab", "F1", "toString", "__proto__"])("%s is left alone", (key) => {
  expect(commandOf(press(key), "page")).toBeNull();
});

test.each(["ctrlKey", "metaKey", "altKey", "isComposing"] as const)(
  "a key with %s is VS Code's",
  (modifier) => {
    expect(commandOf(press("j", { [modifier]: true }), "page")).toBeNull();
  },
);

test("in a field keys are text, on a tab the arrows are its own", () => {
  expect(commandOf(press("j"), "text")).toBeNull();
  expect(commandOf(press("Escape"), "text")).toBeNull();
  expect(commandOf(press("ArrowDown"), "control")).toBeNull();
  expect(commandOf(press("j"), "control")).toBe("nextStep");
});

test("step keys move where the focus is", () => {
  expect(moves("nextStep", "steps")).toBe("step");
  expect(moves("nextStep", "candidates")).toBe("candidate");
  expect(moves("accept", "candidates")).toBeNull();
});

test("the help names keys that work", () => {
  const named = keyHelp.flatMap((line) => line.keys).map((key) => (key === "Esc" ? "Escape" : key));
  for (const key of named) expect(commandOf(press(key), "page"), key).not.toBeNull();
});
