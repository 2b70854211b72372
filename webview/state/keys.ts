import type { Zone } from "./state.ts";

/** What a key can ask for. */
export type Command =
  | "nextStep"
  | "previousStep"
  | "firstStep"
  | "lastStep"
  | "labelCorrect"
  | "labelNeutral"
  | "labelIncorrect"
  | "labelNone"
  | "rectify"
  | "rectifySettings"
  | "accept"
  | "reject"
  | "edit"
  | "nextRow"
  | "previousRow"
  | "nextTrace"
  | "previousTrace"
  | "goToRow"
  | "find"
  | "filter"
  | "candidates"
  | "help"
  | "escape";

/** One line of the help: keys, and what they do. */
export interface KeyHelp {
  readonly keys: readonly string[];
  readonly text: string;
  readonly group: "Move" | "Label" | "Rectify" | "View";
}

/** Keys without Ctrl, Alt or Meta: those are VS Code's. */
const bindings: Readonly<Record<string, Command>> = {
  j: "nextStep",
  ArrowDown: "nextStep",
  k: "previousStep",
  ArrowUp: "previousStep",
  Home: "firstStep",
  End: "lastStep",
  "1": "labelCorrect",
  "2": "labelNeutral",
  "3": "labelIncorrect",
  "0": "labelNone",
  r: "rectify",
  R: "rectifySettings",
  a: "accept",
  x: "reject",
  e: "edit",
  n: "nextRow",
  p: "previousRow",
  "]": "nextTrace",
  "[": "previousTrace",
  g: "goToRow",
  "/": "find",
  f: "filter",
  c: "candidates",
  "?": "help",
  Escape: "escape",
};

/** The help overlay's lines. */
export const keyHelp: readonly KeyHelp[] = [
  {
    keys: ["j", "k"],
    text: "Next, previous step (also ↓ ↑); among candidates: next, previous candidate",
    group: "Move",
  },
  { keys: ["n", "p"], text: "Next, previous of the rows found (also F3, Shift+F3)", group: "Move" },
  { keys: ["]", "["], text: "Next, previous trace", group: "Move" },
  { keys: ["g"], text: "Go to a row by its number", group: "Move" },
  {
    keys: ["/"],
    text: "Search the rows (also Ctrl+F); in the box: Enter goes to the next match, ↓ to the steps, the search stays",
    group: "Move",
  },
  { keys: ["f"], text: "Filter the rows", group: "Move" },
  { keys: ["Home", "End"], text: "First, last step", group: "Move" },
  { keys: ["1"], text: "Correct (again to clear)", group: "Label" },
  { keys: ["2"], text: "Neutral (again to clear)", group: "Label" },
  { keys: ["3"], text: "Incorrect (again to clear)", group: "Label" },
  { keys: ["0"], text: "No label", group: "Label" },
  { keys: ["e"], text: "Edit the step's text; among candidates: edit before accepting", group: "Label" },
  { keys: ["r"], text: "Rectify from this step", group: "Rectify" },
  { keys: ["R"], text: "The settings first, without starting", group: "Rectify" },
  { keys: ["c"], text: "To the candidates, and back", group: "Rectify" },
  { keys: ["a"], text: "Accept the candidate: its first step becomes s_win", group: "Rectify" },
  { keys: ["x"], text: "Reject the candidate", group: "Rectify" },
  { keys: ["?"], text: "These keys", group: "View" },
  {
    keys: ["Esc"],
    text: "Leave the field, the candidates, the panel; in the search box: clear the search first",
    group: "View",
  },
];

/** What of a key press matters here. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
}

/** Where the key was pressed: in a field, keys are text; on a control, the keys that work it are its own. */
export type KeyTarget = "text" | "control" | "page";

const controlKeys = new Set(["ArrowDown", "ArrowUp", "Home", "End"]);

/** The command of a key press, or null where it is none of ours. */
export function commandOf(press: KeyPress, target: KeyTarget): Command | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null;
  if (target === "text") return null;
  if (target === "control" && controlKeys.has(press.key)) return null;
  // With Caps Lock on, "J" is "j"; "R" is a key of its own.
  const key = Object.hasOwn(bindings, press.key) ? press.key : press.key.toLowerCase();
  return Object.hasOwn(bindings, key) ? (bindings[key] ?? null) : null;
}

/** Where the keys for steps go while candidates have the focus. */
export function moves(command: Command, zone: Zone): "step" | "candidate" | null {
  if (
    command !== "nextStep" &&
    command !== "previousStep" &&
    command !== "firstStep" &&
    command !== "lastStep"
  ) {
    return null;
  }
  return zone === "candidates" ? "candidate" : "step";
}

const textTags = new Set(["textarea", "select", "vscode-text-field", "vscode-text-area", "vscode-dropdown"]);

/** Tells fields and controls, also inside the toolkit's elements, from the rest of the page. */
export function keyTarget(event: Event): KeyTarget {
  for (const element of event.composedPath()) {
    if (!(element instanceof Element)) continue;
    if (isField(element)) return "text";
    const role = element.getAttribute("role");
    if (role === "menu") return "text";
    if (role === "tab") return "control";
  }
  return "page";
}

/** Whether keys are an element's own. A dropdown takes letters too, to find an option. */
export function isField(element: Element): boolean {
  return textTags.has(element.localName) || isTyped(element);
}

/**
 * Whether a press undoes or redoes typing: the keys for it, in a field that text is typed into. VS Code, which hears of
 * all keys of the window, would take them for edits of the dataset.
 */
export function undoesTyping(event: KeyboardEvent): boolean {
  if (event.altKey || !(event.ctrlKey || event.metaKey)) return false;
  // The letter of the key's place, where the layout's own isn't Latin.
  const letter = /^[a-z]$/iu.test(event.key) ? event.key.toLowerCase() : event.code.slice(-1).toLowerCase();
  if (letter !== "z" && letter !== "y") return false;
  return event.composedPath().some((element) => element instanceof Element && isTyped(element));
}

const notTyped = new Set(["checkbox", "radio", "button"]);

function isTyped(element: Element): boolean {
  if (element.localName === "textarea") return true;
  return element.localName === "input" && !notTyped.has(element.getAttribute("type") ?? "text");
}
