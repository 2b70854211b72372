import { render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import type { RowState } from "../../src/protocol/traceEditor.ts";
import { open, settled, type Opened } from "./open.tsx";

afterEach(() => render(null, document.body.firstElementChild ?? document.body));

/** Presses keys without waiting for what they do. */
function quickly(keys: string): void {
  for (const key of keys) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

const labels = ({ host }: Opened) =>
  host.calls.flatMap(({ name, args: [row, change] }) => {
    const { step, label } = change as { step: number; label: string };
    return name === "change" ? [[row, step, label]] : [];
  });

test("keys pressed on the way to another row act there, in their order", async () => {
  const view = await open();
  quickly("2n2jn3");
  await settled();
  expect(labels(view)).toEqual([
    [0, 0, "neutral"],
    [1, 0, "neutral"],
    [2, 0, "incorrect"],
  ]);
  expect(view.context.store.get().place).toMatchObject({ row: 2, step: 0 });
});

test("a row that comes while another row's number is typed leaves the field as it is", async () => {
  const view = await open();
  let answer = (): void => undefined;
  vi.spyOn(view.host, "next").mockReturnValueOnce(new Promise((resolve) => (answer = () => resolve(1))));
  quickly("n");
  const field = view.find(".row-field vscode-text-field") as HTMLElement & { value?: string };
  field.tabIndex = 0;
  field.focus();
  field.value = "3";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
  answer();
  await settled();
  expect(view.context.store.get()).toMatchObject({ place: { row: 1 }, loading: false });
  expect(document.activeElement).toBe(field);
  await view.press("Enter");
  expect(view.context.store.get().place.row).toBe(2);
  expect(document.activeElement).toBe(view.find("article.current"));
});

test("what is clicked while another row is on its way is done to the row that is shown", async () => {
  const view = await open();
  const { store } = view.context;
  let come = (): void => undefined;
  const coming = new Promise<RowState>((resolve) => (come = () => resolve(view.host.rows[1]!)));
  vi.spyOn(view.host, "row").mockReturnValueOnce(coming);
  quickly("n");
  await settled();
  expect(store.get()).toMatchObject({ place: { row: 1 }, row: { index: 0 }, loading: true });
  view.find('article[data-step="1"] [aria-label="Incorrect"]').click();
  await view.click("Set Gold Answer");
  expect(labels(view)).toEqual([[0, 1, "incorrect"]]);
  expect(view.host.calls.at(-1)).toMatchObject({ name: "run", args: ["setGold", { row: 0 }] });
  come();
  await settled();
  expect(store.get()).toMatchObject({ place: { row: 1 }, row: { index: 1 }, loading: false });
});

test("a label pressed twice in quick succession is taken back", async () => {
  const view = await open();
  quickly("22333");
  await settled();
  expect(labels(view).map(([, , label]) => label)).toEqual(["neutral", null, "incorrect", null, "incorrect"]);
});

test("keys for a row that can't be had are dropped, not meant for the one that stays; Escape waits for nothing", async () => {
  const view = await open();
  vi.spyOn(view.host, "row").mockRejectedValueOnce(new Error("The file is gone."));
  quickly("n3?");
  expect(view.context.store.get().help).toBe(true);
  quickly("?");
  await settled();
  expect(labels(view)).toEqual([]);
  expect(view.context.store.get().notice?.message).toBe("The file is gone.");
  quickly("3");
  await settled();
  expect(labels(view)).toHaveLength(1);
});
