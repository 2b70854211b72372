import { render } from "preact";
import { afterEach, expect, test } from "vitest";
import { open, settled, type Opened } from "./open.tsx";

afterEach(() => render(null, document.body.firstElementChild ?? document.body));

const long = { length: 5e7, shown: null, texts: null };

/** The view at a row of 50 million characters. */
async function openAtLong(): Promise<Opened> {
  return open((host) => {
    const [first] = host.rows;
    if (first === undefined) throw new Error("There are rows.");
    const error = "This row has 50 million characters, too many to be shown at once.";
    host.rows[1] = { ...first, index: 1, row: null, facts: [], raw: "{", error, long };
    host.place = { row: 1, trace: 0, step: null };
  });
}

test("a long row says how long it is and what opening it costs; it is opened, and more of it shown", async () => {
  const view = await openAtLong();
  expect(view.find(".bad-row .banner").textContent).toMatch(
    /50 million characters.*first 1 million.*200 MB/su,
  );
  await view.click("Open Anyway");
  expect(view.find(".bad-row [role=status]").textContent).toContain("Opening");
  view.host.answerLong();
  await settled();
  expect(view.find(".banner").textContent).toContain("The first 1 million of 5 million characters");
  expect(view.all("article.step").length).toBeGreaterThan(0);
  await view.press("e");
  expect(view.all("textarea")).toHaveLength(0);
  expect(view.find(".banners .banner").textContent).toContain("can’t be edited here");
  await view.press("1");
  expect(view.host.calls.at(-1)).toMatchObject({ name: "change", args: [1, { kind: "label" }] });
  await view.click("Show More");
  expect(view.host.calls.at(-1)).toMatchObject({ name: "openLong", args: [1, 4_000_000] });
  view.host.answerLong();
  await settled();
  await view.click("Show More");
  view.host.answerLong();
  await settled();
  expect(view.find(".row .banner").textContent).toContain("All of this long row’s texts are shown");
});

test("how many steps each way to cut gives is not told of a row that is shown by its start", async () => {
  const view = await openAtLong();
  const [first] = view.host.rows;
  const [trace] = first?.row?.traces ?? [];
  if (first?.row == null || trace === undefined) throw new Error("There is a trace.");
  view.host.rows[0] = {
    ...first,
    row: { ...first.row, traces: [{ ...trace, fixedSteps: false, text: "" }] },
  };
  await view.click("Open Anyway");
  view.host.answerLong();
  await settled();
  const ways = view.all("vscode-dropdown.splitter vscode-option").map(({ textContent }) => textContent);
  expect(ways[0]).toBe("Split: Automatic");
});

test("opening it can be called off, and says nothing then; so does going to another row", async () => {
  const view = await openAtLong();
  await view.click("Open Anyway");
  await view.click("Cancel");
  expect(view.host.calls.at(-1)?.name).toBe("cancelOpenLong");
  expect(view.all(".banners .banner")).toHaveLength(0);
  expect(view.find(".bad-row").textContent).toContain("Open Anyway");
  await view.click("Open Anyway");
  await view.press("p");
  view.host.answerLong();
  await settled();
  expect(view.context.store.get()).toMatchObject({ row: { index: 0 }, opening: null });
});
