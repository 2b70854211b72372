import { afterEach, expect, test, vi } from "vitest";
import { render } from "preact";
import { patchOf } from "../../src/protocol/patch.ts";
import type { RowState } from "../../src/protocol/traceEditor.ts";
import { reportMoves } from "../../webview/state/connect.ts";
import type { FakeHost } from "./harness/fakeHost.ts";
import { open, settled } from "./open.tsx";

afterEach(() => {
  render(null, document.body.firstElementChild ?? document.body);
});

test("a row shows its problem, gold answer, traces, steps and verdict", async () => {
  const { find, all } = await open();
  expect(find(".problem").textContent).toContain("Mia has 24 marbles");
  expect(find(".gold").textContent).toContain("12");
  expect(all("[role=tab]").map((tab) => tab.textContent.trim())).toEqual([
    "small-model",
    "large-model",
    "medium-model",
  ]);
  expect(all(".step")).toHaveLength(5);
  expect(find(".step.first-error").dataset["step"]).toBe("2");
  expect(find(".mark-false").getAttribute("title")).toContain("Should be: 24");
  expect(find(".mark-answer").textContent).toBe("9");
  expect(find(".verdict").textContent).toContain("differs from gold");
});

test("an answer that only a solution tells is shown with where it comes from", async () => {
  const { find, all } = await open((host) => {
    const [first] = host.rows;
    if (first?.row == null) throw new Error("There is no row.");
    const own = { answer: null, solution: "So 9.", by: "trace" } as const;
    host.rows[0] = { ...first, row: { ...first.row, gold: own } };
  });
  expect(find(".gold").textContent).toMatch(/9\s*\(the trace's own, known to be right\)/u);
  expect(all(".gold vscode-button")).toEqual([]);
});

test("a trace whose mark disagrees with the grader says so", async () => {
  const { press, find } = await open();
  await press("[");
  expect(find('[role=tab][aria-selected="true"]').textContent).toContain("medium-model");
  expect(find(".verdict").textContent).toContain("disagree");
});

test("a label says who gave it, and when where that is kept", async () => {
  const { all } = await open();
  const said = all(".step-facts").map((facts) => facts.textContent);
  expect(said[0]).toMatch(/Correct · from the file/u);
  expect(said[1]).toMatch(/Correct · by hand, 24 Nov(?: 2026)? 14:03/u);
  expect(said[2]).toMatch(/Incorrect · judge judge-7b/u);
});

test("a change of the row that was sent last shows, and sets no text anew", async () => {
  const { context, view, find } = await open();
  const { row } = context.store.get();
  if (row === null) throw new Error("There is no row.");
  const fresh = structuredClone(row) as {
    row: { traces: { steps: { label: string | null }[] }[] };
  } & RowState;
  const step = fresh.row.traces[0]?.steps[1];
  if (step !== undefined) step.label = "neutral";
  const patch = patchOf(row, fresh);
  const text = find("[data-step='1'] .rich").firstChild;
  view.rowPatched(3, patch ?? { value: null });
  expect(context.store.get().row).toBe(row);
  view.rowPatched(0, patch ?? { value: null });
  await settled();
  expect(find("[data-step='1']").className).toContain("label-neutral");
  expect(find("[data-step='1'] .rich").firstChild).toBe(text);
  expect(context.store.get().row).toEqual(fresh);
});

test("keys move among steps, traces and rows, and the host hears where", async () => {
  const { press, context, find, all } = await open();
  const place = () => context.store.get().place;
  expect(place()).toEqual({ row: 0, trace: 0, step: 0 });
  await press("j", "j", "ArrowDown", "k");
  expect(place().step).toBe(2);
  expect(find('[aria-current="step"]').dataset["step"]).toBe("2");
  await press("End");
  expect(place().step).toBe(4);
  await press("j");
  expect(place().step).toBe(4);
  await press("]");
  expect(place()).toEqual({ row: 0, trace: 1, step: 0 });
  await press("n");
  expect(place()).toEqual({ row: 1, trace: 0, step: 0 });
  expect(all(".math-error")).toHaveLength(2);
  await press("p", "p");
  expect(place().row).toBe(0);
  expect(find(".banner-info").textContent).toContain("No row before row 1");
});

test("keys label the step; the same label again clears it", async () => {
  const { press, host, find } = await open();
  await press("j", "j", "j", "3");
  expect(find('[data-step="3"]').classList.contains("label-incorrect")).toBe(true);
  expect(host.dataset.dirty).toBe(true);
  expect(find(".dirty").getAttribute("aria-label")).toBe("Unsaved edits");
  await press("3");
  expect(find('[data-step="3"]').classList.contains("label-none")).toBe(true);
  await press("0");
  const changes = host.calls.filter((call) => call.name === "change");
  expect(changes.map((call) => call.args[1])).toEqual([
    { kind: "label", trace: 0, step: 3, label: "incorrect", by: "person" },
    { kind: "label", trace: 0, step: 3, label: null, by: "person" },
  ]);
});

test("the label that a judge gave is agreed to, and cleared when it is given again", async () => {
  const { press, host, all } = await open();
  const said = () => all(".step-facts")[2]?.textContent;
  expect(said()).toMatch(/Incorrect · judge judge-7b/u);
  await press("j", "j", "3");
  expect(said()).toMatch(/Incorrect · by hand/u);
  await press("3");
  const changes = host.calls.filter((call) => call.name === "change");
  expect(changes.map((call) => call.args[1])).toEqual([
    { kind: "label", trace: 0, step: 2, label: "incorrect", by: "person" },
    { kind: "label", trace: 0, step: 2, label: null, by: "person" },
  ]);
});

test("a person's verdict stands over the file's and the grader's, and is taken back", async () => {
  const { click, host, find } = await open();
  await click("Mark right");
  expect(find(".verdict").textContent).toContain("Marked right by hand");
  await click("Mark right");
  const changes = host.calls.filter((call) => call.name === "change");
  expect(changes.map((call) => call.args[1])).toEqual([
    { kind: "verdict", trace: 0, outcome: "right" },
    { kind: "verdict", trace: 0, outcome: null },
  ]);
});

test("edits of a window that ended early are offered until they are taken or dropped", async () => {
  const { click, host, find, all, view } = await open((fake) => {
    fake.dataset = { ...fake.dataset, recoverable: { count: 2, last: null } };
  });
  expect(find(".banner-warning").textContent).toContain("2 unsaved edits from a window that ended early");
  await click("Recover");
  await click("Discard");
  const asked = host.calls.filter((call) => call.name === "run").map((call) => call.args[0]);
  expect(asked).toEqual(["recover", "discardRecovered"]);
  view.datasetChanged({ ...host.dataset, recoverable: null });
  await settled();
  expect(all(".banner-warning")).toHaveLength(0);
});

test("a label changes its own step's card alone", async () => {
  const { press, find, context } = await open();
  const before = context.store.get().row?.row?.traces[0]?.steps;
  const card = find('[data-step="1"] .rich').firstChild;
  await press("1");
  const after = context.store.get().row?.row?.traces[0]?.steps;
  expect(after?.[0]).not.toBe(before?.[0]);
  expect(after?.[1]).toBe(before?.[1]);
  expect(find('[data-step="1"] .rich').firstChild).toBe(card);
});

test("each step names itself to VS Code's right-click menu", async () => {
  const { find } = await open();
  expect(JSON.parse(find('[data-step="2"]').getAttribute("data-vscode-context") ?? "")).toEqual({
    webviewSection: "step",
    stepDpoEditable: true,
    row: 0,
    trace: 0,
    step: 2,
    preventDefaultContextMenuItems: true,
  });
});

test("a step's text is edited in place", async () => {
  const { press, find, host, all } = await open();
  await press("j", "e");
  const area = find("textarea") as HTMLTextAreaElement;
  expect(area.value).toBe("Step 2: So $24 - 6 = 18$ marbles are left.");
  area.value = "Step 2: So $18$.";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await press("Escape");
  expect(all("textarea")).toHaveLength(0);
  expect(host.calls).toEqual([]);
  await press("e");
  const again = find("textarea") as HTMLTextAreaElement;
  again.value = "Step 2: So $18$.";
  again.dispatchEvent(new Event("input", { bubbles: true }));
  again.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
  await settled();
  expect(host.calls.at(-1)?.args[1]).toEqual({
    kind: "stepText",
    trace: 0,
    step: 1,
    text: "Step 2: So $18$.",
  });
  expect(all("textarea")).toHaveLength(0);
});

test("a read-only dataset says so and refuses edits", async () => {
  const { press, find, host } = await open((host) => {
    host.dataset = { ...host.dataset, readOnly: "The folder can't be written to." };
  });
  expect(find(".banners").textContent).toContain("The folder can't be written to.");
  await press("1", "e");
  expect(host.calls.filter((call) => call.name === "change")).toEqual([]);
  expect(find(".banners").textContent).toContain("nothing was changed");
});

test("a read-only dataset can be saved as another file; nothing else of it can be changed, by the menu neither", async () => {
  const { find, click, host } = await open((host) => {
    host.dataset = { ...host.dataset, readOnly: "The folder can't be written to." };
  });
  expect((find('[aria-label="Set Gold Answer"]') as HTMLButtonElement).disabled).toBe(true);
  expect(find("article.step").dataset["vscodeContext"]).toContain('"stepDpoEditable":false');
  await click("Save As…");
  expect(host.calls.at(-1)).toMatchObject({ name: "run", args: ["saveAs", { row: 0 }] });
});

test("a row that can't be read shows why, its text, and a way to mend it", async () => {
  const { context, find, click, host } = await open();
  context.store.dispatch({ kind: "going", place: { row: 4, trace: 0, step: null } });
  context.store.dispatch({ kind: "loaded", row: host.rows[4]! });
  await settled();
  await click("Open as Text");
  expect(find(".bad-row").textContent).toContain("Line 5 is not JSON");
  expect(find(".bad-row pre").textContent).toContain('"What is 2 + 2?"');
  expect(host.calls.at(-1)).toMatchObject({ name: "run", args: ["openAsText", { row: 4 }] });
});

test("a pair shows what differs, also where the row has no trace", async () => {
  const { press, all, find, click, host } = await open();
  expect(all("del.mark-removed")).toHaveLength(2);
  expect(all("ins.mark-added")).toHaveLength(2);
  await click("Remove s_win");
  expect(host.calls.at(-1)?.args[1]).toEqual({ kind: "win", trace: 0, step: 2, win: null });
  expect(all(".pair")).toHaveLength(0);
  await press("n", "n", "n");
  expect(find(".pair-prefix").textContent).toContain("Read the sum");
});

test("a huge step is shown by its start until all is asked for", async () => {
  const { press, find, click } = await open();
  await press("n", "n", "n", "n", "n", "n");
  const length = () => find(".step .plain pre").textContent.length;
  expect(length()).toBe(4000);
  await click("Show all");
  expect(length()).toBeGreaterThan(1_000_000);
});

test("an empty file and a row that can't be had have their own words", async () => {
  const empty = await open((host) => {
    host.rows.splice(0);
    host.dataset = { ...host.dataset, rows: 0 };
  });
  expect(empty.find(".main").textContent).toContain("no rows");
  const { view, find, context } = await open();
  view.reveal({ row: 99, trace: 0, step: 0 });
  await settled();
  expect(find("[role=alert]").textContent).toContain("There is no row 100");
  expect(context.store.get().place.row).toBe(0);
  expect(context.store.get().loading).toBe(false);
});

test("a row is read from its problem on, but the step that is meant comes into view, whoever has the focus", async () => {
  const shown: Element[] = [];
  vi.spyOn(document, "hasFocus").mockReturnValue(false);
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    shown.push(this);
  });
  const { view, find } = await open();
  find(".main").scrollTop = 500;
  view.reveal({ row: 5, trace: 0, step: 120 });
  await settled();
  expect(shown.at(-1)).toBe(find("[data-step='120']"));
  expect(find(".main").scrollTop).toBe(500);
  view.reveal({ row: 1, trace: 0, step: null });
  await settled();
  expect(find(".main").scrollTop).toBe(0);
  vi.restoreAllMocks();
});

test("in a file that another program made shorter the person is at its last row, in an empty one at none", async () => {
  const { view, find, all, context, host } = await open();
  const has = async (rows: number) => {
    host.dataset = { ...host.dataset, rows };
    view.datasetChanged(host.dataset);
    view.allChanged();
    await settled();
  };
  view.reveal({ row: 5, trace: 0, step: 0 });
  await settled();
  await has(3);
  expect(context.store.get()).toMatchObject({ place: { row: 2 }, row: { index: 2 }, loading: false });
  expect(find(".banners").textContent).toContain("Row 6 is no longer in marbles-and-more.jsonl");
  expect(all("[role=alert]")).toEqual([]);
  await has(0);
  expect(find(".main").textContent).toContain("no rows");
  expect(all("[role=alert]")).toEqual([]);
  await has(1);
  expect(find(".problem").textContent).toContain("Mia has 24 marbles");
});

test("a view that is opened at a row that is gone shows the last", async () => {
  const { context } = await open((host) => {
    host.place = { row: 99, trace: 0, step: null };
  });
  expect(context.store.get()).toMatchObject({ row: { index: 6 }, place: { row: 6 }, loading: false });
});

test("what is undone is gone to, however fast undos of other rows come", async () => {
  const { view, context, press } = await open();
  const place = () => context.store.get().place;
  view.undone({ row: 0, trace: 0, step: 2 });
  await settled();
  expect(place()).toEqual({ row: 0, trace: 0, step: 2 });
  await press("ArrowUp");
  // Such as a gold answer.
  view.undone({ row: 0, trace: 0, step: null });
  await settled();
  expect(place()).toEqual({ row: 0, trace: 0, step: 1 });
  view.undone({ row: 1, trace: 0, step: null });
  view.undone({ row: 0, trace: 0, step: 2 });
  await settled();
  expect(place()).toEqual({ row: 0, trace: 0, step: 2 });
  expect(context.store.get()).toMatchObject({ row: { index: 0 }, loading: false });
  // A text that is typed by now stays open.
  await press("e");
  view.undone({ row: 1, trace: 0, step: 0 });
  await settled();
  expect(context.store.get()).toMatchObject({ place: { row: 0 }, editing: { step: 2 } });
});

test("warnings of the host are shown with a way out", async () => {
  const { host, click, find, view } = await open();
  host.set({ warning: "Deleted on disk.", indexed: false });
  await settled();
  await click("Reload");
  expect(find(".indexing").textContent).toContain("7 rows so far");
  expect(host.calls.at(-1)).toMatchObject({ name: "run", args: ["reload", { row: 0 }] });
  view.showError("It failed.");
  await settled();
  expect(find("[role=alert]").textContent).toContain("It failed.");
});

test("a view opened again goes where the person was", async () => {
  const saved = { place: { row: 2, trace: 0, step: 1 }, pairSource: true } as const;
  const { context } = await open(undefined, saved);
  expect(context.store.get()).toMatchObject({ ...saved, loading: false });
  // The host, which was asked to go to a row of the tree meanwhile, knows better.
  const other = await open((host) => (host.place = { row: 0, trace: 0, step: null }), saved);
  expect(other.context.store.get()).toMatchObject({ place: { row: 0 }, pairSource: true });
  // A file that is still read through may have the row; a shorter one has not.
  const growing = (indexed: boolean) => (host: FakeHost) => host.set({ rows: 1, indexed });
  expect((await open(growing(false), saved)).context.store.get().place).toEqual(saved.place);
  expect((await open(growing(true), saved)).context.store.get()).toMatchObject({
    place: { row: 0 },
    notice: null,
  });
});

test("the host is told at once of each place, whatever else goes on", async () => {
  const { context, host, press, view } = await open();
  reportMoves(context);
  const told = () => host.calls.flatMap(({ name, args: [place] }) => (name === "moved" ? [place] : []));
  await press("j");
  host.set({ warning: "Something else." });
  expect(told()).toEqual([{ row: 0, trace: 0, step: 1 }]);
  view.reveal({ row: 2, trace: 0, step: 1 });
  await settled();
  expect(told().at(-1)).toEqual({ row: 2, trace: 0, step: 1 });
  expect(told()).toHaveLength(2);
});

test("what changed of a row that is on its way is left to its coming", async () => {
  const { context } = await open();
  const { store } = context;
  const { row } = store.get();
  store.dispatch({ kind: "going", place: { row: 1, trace: 0, step: null } });
  store.dispatch({ kind: "going", place: { row: 0, trace: 0, step: null } });
  const patch = { fields: { line: { value: 77 } } };
  store.dispatch({ kind: "rowPatch", index: 0, patch });
  expect(store.get().row).toBe(row);
  if (row !== null) store.dispatch({ kind: "loaded", row });
  store.dispatch({ kind: "rowPatch", index: 0, patch });
  expect(store.get().row?.line).toBe(77);
});

test("? lists the keys, and Esc closes the list", async () => {
  const { press, find, all } = await open();
  await press("?");
  expect(find("dialog").textContent).toContain("Rectify from this step");
  await press("1");
  await press("Escape");
  expect(all("dialog")).toHaveLength(0);
});

test("the person stays at the text where they were as the trace is cut anew", async () => {
  const { context, press } = await open();
  const { store } = context;
  const { row } = store.get();
  const trace = row?.row?.traces[0];
  if (row?.row == null || trace === undefined) throw new Error("The first row is shown.");
  await press("j", "j");
  // Each step cut in two.
  const steps = trace.steps.flatMap((step) => {
    const middle = step.start + 4;
    return [
      { ...step, end: middle, text: trace.text.slice(step.start, middle) },
      { ...step, start: middle, text: trace.text.slice(middle, step.end) },
    ];
  });
  store.dispatch({ kind: "row", row: { ...row, row: { ...row.row, traces: [{ ...trace, steps }] } } });
  expect(store.get().place.step).toBe(4);
  store.dispatch({ kind: "row", row });
  expect(store.get().place.step).toBe(2);
});

test("a Parquet file says where its edits go, and offers to be saved as JSONL", async () => {
  const lines = await open();
  expect(lines.all('[aria-label*="Save as JSONL"]')).toHaveLength(0);
  const { click, host } = await open((fake) => fake.set({ container: "parquet" }));
  await click("Save as JSONL");
  expect(host.calls.filter(({ name }) => name === "run").map(({ args }) => args[0])).toEqual(["saveAsJsonl"]);
});

test("of very many steps those around the current one are set, and the others can be gone to", async () => {
  const { context, press, click, all, find } = await open();
  const { store } = context;
  const { row } = store.get();
  const trace = row?.row?.traces[0];
  const step = trace?.steps[0];
  if (row?.row == null || trace === undefined || step === undefined)
    throw new Error("The first row is shown.");
  const steps = Array.from({ length: 100_000 }, () => ({ ...step, text: "a", start: 0, end: 1 }));
  store.dispatch({ kind: "row", row: { ...row, row: { ...row.row, traces: [{ ...trace, steps }] } } });
  await settled();
  const numbers = () => all("article.step").map((card) => Number(card.dataset["step"]) + 1);
  expect([numbers()[0], numbers().at(-1), numbers().length]).toEqual([1, 200, 200]);
  await click("99,800 steps after these");
  expect(numbers()).toContain(201);
  expect(find('[aria-current="step"]').dataset["step"]).toBe("200");
  const before = numbers()[0];
  await press("j", "k", "k");
  expect(numbers()[0]).toBe(before);
  await press("End");
  expect(numbers().at(-1)).toBe(100_000);
  await click("99,800 steps before these");
  expect(store.get().place.step).toBe(99_799);
}, 30_000);
