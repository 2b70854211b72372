import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Query } from "../../src/core/query.ts";
import { sendDraft } from "../../webview/state/find.ts";
import { open, settled, type Opened } from "./open.tsx";

beforeEach(() => {
  // Marks and focus depend on it, and a simulated page never has it.
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  render(null, document.body.firstElementChild ?? document.body);
});

const box = ({ find }: Opened) => find(".find-box input") as HTMLInputElement;
const count = ({ find }: Opened) => find(".find-count").textContent;
const queries = ({ host }: Opened) =>
  host.calls.filter(({ name }) => name === "setQuery").map(({ args }) => args[0]);

/** Types a text into the search box, as after "/". */
async function type(view: Opened, text: string): Promise<void> {
  await view.press("/");
  box(view).value = text;
  box(view).dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
}

test("a text is looked for once the typing rests; the last one counts", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 1 });
  const view = await open();
  await type(view, "mar");
  await type(view, "marbles");
  expect(queries(view)).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  vi.useRealTimers();
  await settled();
  expect(queries(view)).toMatchObject([{ text: "marbles", regex: false, caseSensitive: false }]);
  expect(count(view)).toContain("1 of ");
  expect(view.find(".announcer").textContent).toMatch(/rows? found/u);
});

test("Enter looks at once and goes from match to match; the box keeps the focus", async () => {
  const view = await open();
  await type(view, "answer");
  const rows: number[] = [];
  for (let at = 0; at < 3; at++) {
    await view.press("Enter");
    rows.push(view.context.store.get().place.row);
    expect(document.activeElement).toBe(box(view));
  }
  expect(new Set(rows).size).toBe(rows.length);
  expect([...rows].sort((a, b) => a - b)).toEqual(rows);
  (document.activeElement as HTMLElement).dispatchEvent(
    new KeyboardEvent("keydown", { key: "Enter", shiftKey: true, bubbles: true }),
  );
  await settled();
  expect(view.context.store.get().place.row).toBe(rows[1]);
});

test("ArrowDown leaves the box for the current step, and the search stays", async () => {
  const view = await open();
  await type(view, "answer");
  await view.press("Enter");
  const { place } = view.context.store.get();
  await view.press("ArrowDown");
  expect(document.activeElement).toBe(view.find(".step.current"));
  expect(view.context.store.get().place).toEqual(place);
  expect(box(view).value).toBe("answer");
  await view.press("n");
  expect(view.context.store.get().place.row).not.toBe(place.row);
});

test("presses in quick succession each go one further", async () => {
  const view = await open();
  for (let at = 0; at < 3; at++)
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "n", bubbles: true }));
  await settled();
  expect(view.context.store.get()).toMatchObject({ place: { row: 3 }, row: { index: 3 }, loading: false });
});

test("a row is gone to at the step that holds the text, in whichever trace", async () => {
  const view = await open();
  view.view.reveal({ row: 1, trace: 0, step: 0 });
  await settled();
  await type(view, "24 / 2");
  await view.press("Enter");
  expect(view.find(".banner-info").textContent).toContain("None of the rows found is after row 2");
  box(view).dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", shiftKey: true, bubbles: true }));
  await settled();
  expect(view.context.store.get().place).toEqual({ row: 0, trace: 2, step: 0 });
  expect(view.find(".step.current mark.mark-found").textContent).toBe("24 / 2");
});

test("matches are marked in the problem, the steps and the answer, formulas as a whole", async () => {
  const view = await open();
  await type(view, "24");
  await view.press("Enter", "Shift");
  view.view.reveal({ row: 0, trace: 0, step: 0 });
  await settled();
  expect(view.find(".problem mark.mark-found").textContent).toBe("24");
  const formula = view.find("[data-step='1'] mark.mark-found .katex");
  expect(formula.textContent).toContain("18");
  await type(view, "");
  await view.press("Enter");
  expect(view.all("mark.mark-found")).toHaveLength(0);
});

test("only texts that hold a match are set anew", async () => {
  const view = await open();
  const text = (step: number) => view.find(`[data-step='${step}'] .rich`).firstChild;
  const before = [0, 1, 2, 3, 4].map(text);
  await type(view, "24");
  await sendDraft(view.context);
  await settled();
  const holds = [0, 1, 2, 3, 4].filter(
    (step) => view.all(`[data-step='${step}'] mark.mark-found`).length > 0,
  );
  expect(holds).toContain(1);
  expect(holds.length).toBeLessThan(5);
  for (const [step, was] of before.entries()) expect(text(step) === was).toBe(!holds.includes(step));
  await type(view, "");
  await sendDraft(view.context);
  await settled();
  expect(view.all("mark.mark-found")).toHaveLength(0);
});

test("in a search of one field, matches are marked in its texts alone", async () => {
  const view = await open();
  const look = async (change: Partial<Query>) => {
    view.host.shown.set({ ...view.host.shown.state.query, ...change });
    await settled();
    view.view.reveal({ row: 1, trace: 0, step: null });
    view.view.reveal({ row: 0, trace: 0, step: null });
    await settled();
  };
  const marked = (selector: string) => view.all(`${selector} .mark-found`).length > 0;
  await look({ text: "24", field: "problem" });
  expect([marked(".problem"), marked(".step"), marked(".verdict")]).toEqual([true, false, false]);
  await look({ field: "steps", text: "24" });
  expect([marked(".problem"), marked(".step")]).toEqual([false, true]);
  expect(view.context.store.get().place.step).not.toBeNull();
  // Letters and patterns are told apart as in all fields.
  await look({ field: "problem", text: "MIA", caseSensitive: true });
  expect(marked("main")).toBe(false);
  await look({ text: "mia|24", regex: true, caseSensitive: false });
  expect([marked(".problem"), marked(".step")]).toEqual([true, false]);
  await look({ field: null });
  expect([marked(".problem"), marked(".step")]).toEqual([true, true]);
});

test("a match in a field that the view doesn't show is told, and leads to the file", async () => {
  const view = await open();
  view.host.shown.set({ ...view.host.shown.state.query, text: "hidden-id" });
  await settled();
  expect(view.find(".not-shown").textContent).toContain("Found in id, which is not shown here");
  expect(view.find(".not-shown mark").textContent).toBe("hidden-id");
  await view.click("Show in the File");
  expect(view.host.calls.at(-1)).toMatchObject({ name: "run", args: ["showMatch", { row: 0 }] });
  view.host.shown.set({ ...view.host.shown.state.query, text: "mia" });
  await settled();
  expect(view.all(".not-shown")).toHaveLength(0);
});

test("Match Case and the regular expression are looked for at once", async () => {
  const view = await open();
  // Chosen before there is a text, they stay.
  await view.click("Match case");
  expect(view.find('[aria-label="Match case"]').getAttribute("aria-pressed")).toBe("true");
  await view.click("Match case");
  await type(view, "MIA HAS");
  await view.press("Enter");
  const anyCase = view.host.shown.state.found;
  await view.click("Match case");
  expect(anyCase).toBeGreaterThan(0);
  expect(view.host.shown.state.found).toBe(0);
  expect(count(view)).toContain("No rows found");
  await view.click("Match case");
  await type(view, "mia (has|gives)");
  await view.click("Use regular expression");
  expect(view.host.shown.state.found).toBe(anyCase);
  expect(view.all("mark.mark-found").length).toBeGreaterThan(0);
});

test("a pattern that can't be used says so under the box, and marks nothing", async () => {
  const view = await open();
  await type(view, "(");
  await view.click("Use regular expression");
  expect(view.find("[role=alert]").textContent).toContain("can't be used");
  expect(box(view).getAttribute("aria-invalid")).toBe("true");
  await type(view, "(m)");
  expect(view.all("[role=alert]")).toHaveLength(0);
});

test("conditions are chosen in a list with counts; n and p stop at the rows that pass them all", async () => {
  const view = await open();
  await view.press("f");
  const items = () => view.all("[role=menuitemcheckbox]");
  expect(items().map(({ textContent }) => textContent)).toContain("right3");
  const right = items().find(({ title }) => title === "right");
  await view.press("r");
  expect(document.activeElement).toBe(right);
  // Letters move in the list; they are no commands meanwhile.
  await view.press("ArrowDown", "ArrowUp", "1");
  expect(view.host.calls.filter(({ name }) => name === "change")).toEqual([]);
  await view.click("right3");
  expect(right?.getAttribute("aria-checked")).toBe("true");
  await view.press("Escape");
  expect(view.all("[role=menu]")).toHaveLength(0);
  expect(view.find(".filter-button").textContent).toBe("right");
  const { found } = view.host.shown.state;
  expect(count(view)).toContain(`1 of ${found} found`);
  const at: number[] = [];
  for (let step = 1; step < found; step++) {
    await view.press("n");
    at.push(view.context.store.get().place.row);
  }
  expect(at.every((row) => view.host.shown.found(row).place !== null)).toBe(true);
  await view.press("n");
  expect(view.find(".banner-info").textContent).toContain("None of the rows found is after row");
});

test("the list is there with the counts so far, and says how far they are", async () => {
  const view = await open((host) => (host.shown.slow = true));
  await view.press("f");
  expect(view.find(".menu-head").textContent).toContain("Counting rows, 28%");
  const rows = () => view.all(".menu-rows").map(({ textContent }) => textContent);
  expect(
    rows()
      .filter((text) => text !== "")
      .every((text) => /^\d+\+$/u.test(text)),
  ).toBe(true);
  expect(rows()).toContain("1+");
  // It can be chosen from already; what has the focus keeps it when the counts come.
  await view.press("ArrowDown");
  expect((document.activeElement as HTMLElement).title).toBe("wrong");
  view.host.shown.finish();
  await settled();
  expect((document.activeElement as HTMLElement).title).toBe("wrong");
  expect(view.find(".menu-head").textContent).toBe("Any within a group, all groups");
  await view.press("Escape", "f");
  // An item that no row has goes away; the list stays, with the focus in it.
  (view.all("[role=menuitemcheckbox]").at(-1) as HTMLElement).focus();
  view.host.shown.finish();
  await settled();
  expect(document.activeElement?.getAttribute("role")).toBe("menuitemcheckbox");
});

test("the list takes no focus from VS Code's own lists as counts come in", async () => {
  const view = await open((host) => (host.shown.slow = true));
  await view.press("f");
  (document.activeElement as HTMLElement).blur();
  vi.spyOn(document, "hasFocus").mockReturnValue(false);
  view.host.shown.finish();
  await settled();
  expect(document.activeElement).toBe(document.body);
});

test("a search that was stopped says where, first of all", async () => {
  const view = await open((host) => (host.shown.slow = true));
  await type(view, "answer");
  await view.press("Enter");
  await view.click("Stop searching");
  expect(count(view)).toMatch(/^Stopped at \d+%: \d+ found/u);
});

test("a filter set elsewhere shows in the bar; the row shown stays, though it isn't among those found", async () => {
  const view = await open();
  const query = { ...view.host.shown.state.query, text: "x", conditions: [{ kind: "unreadable" } as const] };
  view.host.shown.set({ ...query, text: "" });
  await settled();
  expect(view.context.store.get().place.row).toBe(0);
  expect(view.find(".filter-button").textContent).toBe("unreadable");
  expect(count(view)).toContain("1 row found");
  expect(view.find(".find-words").title).toContain("not among them");
  await view.click("Clear filter");
  expect(view.host.shown.state.whole).toBe(true);
  expect(count(view)).toBe("");
});

test("a search under way says how far it is and can be stopped; Escape leaves one thing at a time", async () => {
  const view = await open((host) => (host.shown.slow = true));
  await view.press("f");
  await view.click("right");
  await view.press("Escape");
  expect(count(view)).toMatch(/found, \d+%/u);
  await type(view, "mar");
  await view.press("Enter");
  await view.press("Escape");
  expect(view.host.calls.at(-1)?.name).toBe("cancelQuery");
  expect(box(view).value).toBe("mar");
  await view.press("Escape");
  expect(box(view).value).toBe("");
  view.host.shown.finish();
  await settled();
  await view.press("Escape");
  expect(view.host.shown.state.query.conditions).toEqual([]);
  await view.press("Escape");
  expect(document.activeElement).not.toBe(box(view));
});

test("Escape twice leaves text and filter, though leaving the text began a search", async () => {
  const view = await open((host) => (host.shown.slow = true));
  await view.press("f");
  await view.click("right");
  await view.press("Escape");
  await type(view, "mar");
  await view.press("Enter");
  view.host.shown.finish();
  await settled();
  await view.press("Escape");
  expect(view.host.shown.state.running).toBe(true);
  await view.press("Escape");
  expect(view.host.shown.state.whole).toBe(true);
  expect(queries(view).at(-1)).toMatchObject({ text: "", conditions: [] });
});

test("rows are shown in another order, and the keys follow it", async () => {
  const view = await open();
  view.host.shown.set({ ...view.host.shown.state.query, sort: "steps", descending: true });
  await settled();
  const dropdown = view.find(".find vscode-dropdown") as HTMLElement & { value: string };
  expect(dropdown.value).toBe("Steps, most first");
  const next = view.host.shown.next(0, 1);
  await view.press("n");
  expect(view.context.store.get().place.row).toBe(next);
});
