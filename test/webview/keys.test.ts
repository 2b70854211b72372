// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { commandOf, keyHelp, moves, undoesTyping, type KeyPress } from "../../webview/state/keys.ts";

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

test.each([
  ["input", "z", { ctrlKey: true }, true],
  ["textarea", "Z", { metaKey: true, shiftKey: true }, true],
  ["input", "y", { ctrlKey: true }, true],
  // A Cyrillic layout: the key where z is.
  ["input", "я", { ctrlKey: true, code: "KeyZ" }, true],
  // A German layout: z is where y is elsewhere, and what it types counts.
  ["input", "z", { ctrlKey: true, code: "KeyY" }, true],
  ["input", "z", {}, false],
  ["input", "a", { ctrlKey: true }, false],
  ["input", "z", { ctrlKey: true, altKey: true }, false],
  ["button", "z", { ctrlKey: true }, false],
] as const)("in a field of typing the undo keys are its own: %s, %s, %o", (tag, key, more, typing) => {
  const field: HTMLElement = document.createElement(tag);
  document.body.append(field);
  let heard: boolean | null = null;
  field.addEventListener("keydown", (event: KeyboardEvent) => (heard = undoesTyping(event)));
  field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, ...more }));
  field.remove();
  expect(heard).toBe(typing);
});
