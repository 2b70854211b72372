import { render } from "preact";
import { afterEach, expect, test } from "vitest";
import { open, settled } from "./open.tsx";

afterEach(() => {
  render(null, document.body.firstElementChild ?? document.body);
});

test("candidates stream in, in place, and wins come first at the end", async () => {
  const { press, write, all, find } = await open();
  await press("j", "j", "r");
  expect(find(".rectify").textContent).toContain("Rectify from step 3");
  await write(3);
  expect(all(".candidate").length).toBeGreaterThan(1);
  expect(all(".state-streaming").length).toBeGreaterThan(0);
  expect(find("[role=progressbar]").getAttribute("aria-valuemax")).toBe("8");
  await write();
  const words = all(".candidate").map((card) => card.getAttribute("aria-label"));
  expect(words).toEqual([
    "Candidate 2: Win",
    "Candidate 6: Win",
    "Candidate 3: Right by luck: false arithmetic",
    "Candidate 7: Unknown",
    "Candidate 1: Wrong",
    "Candidate 4: Duplicate of #2",
    "Candidate 5: Same as s_lose",
    "Candidate 8: Failed",
  ]);
  expect(find(".announcer").textContent).toContain("All sampled");
  expect(find(".candidates").textContent).toContain("not a true continuation");
  expect(find(".candidates").textContent).toContain("cut at the token limit");
  expect(find(".state-failed").textContent).toContain("hung up");
  expect(find(".state-lucky .mark-false").textContent).toBe("18 - 7 = 12");
});

test("that a candidate is still being sampled is said until it is sampled", async () => {
  const { press, write, all, find } = await open();
  await press("j", "j", "r");
  await write(3);
  await press("c", "a");
  expect(find(".banner-info").textContent).toContain("Candidate 1 is still being sampled.");
  await write(1);
  expect(all(".state-streaming").length).toBeGreaterThan(0);
  expect(all(".banner-info")).toHaveLength(1);
  await write();
  expect(all(".banner-info")).toHaveLength(0);
});

test("a accepts the first win and goes back to the step", async () => {
  const { press, write, host, all, context } = await open();
  await press("j", "j", "r");
  await write();
  await press("a");
  expect(host.calls.at(-1)).toEqual({ name: "accept", args: ["r1", 1, null] });
  expect(all(".rectify")).toHaveLength(0);
  expect(context.store.get()).toMatchObject({ panel: null, zone: "steps", place: { step: 2 } });
});

test("accepting while sampling stops the model", async () => {
  const { press, write, host } = await open();
  await press("j", "j", "r");
  await write(11);
  expect(host.rectification?.running).toBe(true);
  await press("a");
  expect(host.calls.map((call) => call.name)).toContain("cancelRectify");
});

test("one that is right by luck is asked about; one that equals s_lose is never taken", async () => {
  const { press, write, host, find, all } = await open();
  await press("j", "j", "r");
  await write();
  await press("c", "j", "j", "a");
  expect(find(".confirm").textContent).toContain("Right by luck");
  expect(host.calls.some((call) => call.name === "accept")).toBe(false);
  await press("Escape");
  expect(all(".confirm")).toHaveLength(0);
  await press("j", "j", "j", "j", "a", "a");
  expect(host.calls.some((call) => call.name === "accept")).toBe(false);
  expect(find(".banners").textContent).toMatch(/Candidate \d+.s first step is the same as s_lose/u);
  expect(find(".state-same-as-lose button").hasAttribute("disabled")).toBe(true);
  await press("k", "k", "k", "k", "a", "a");
  expect(host.calls.some((call) => call.name === "accept")).toBe(true);
});

test("x rejects and goes to the next; e edits before accepting", async () => {
  const { press, write, host, find, context } = await open();
  await press("j", "j", "r");
  await write();
  await press("c", "x");
  expect(host.calls.at(-1)).toEqual({ name: "reject", args: ["r1", 1] });
  expect(context.store.get().candidate).toBe(5);
  await press("e");
  const area = find("textarea") as HTMLTextAreaElement;
  area.value = " My own words.";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
  await write();
  expect(host.calls.at(-1)).toEqual({ name: "accept", args: ["r1", 5, " My own words."] });
});

test("cancel stops, what was being sampled is marked cancelled", async () => {
  const { press, write, click, host, find } = await open();
  await press("j", "j", "r");
  await write(3);
  await click("Cancel");
  expect(host.calls.at(-1)?.name).toBe("cancelRectify");
  expect(find(".state-failed").getAttribute("aria-label")).toContain("Cancelled");
});

test("without a model the panel says how to get one, and starts nothing", async () => {
  const { press, find, click, host } = await open((host) => {
    host.dataset = { ...host.dataset, model: null, models: [] };
  });
  await press("r");
  expect(find(".rectify").textContent).toContain("No model chosen");
  await click("Add or Get a Model");
  expect(host.calls.map((call) => call.name)).toEqual(["run"]);
  expect(host.calls[0]?.args[0]).toBe("addModel");
});

test("without a gold answer the panel offers to set one, and waits for Start", async () => {
  const { press, find, click, host } = await open();
  await press("n", "n", "r");
  expect(find(".rectify").textContent).toContain("no gold answer");
  expect(host.calls.filter((call) => call.name === "rectify")).toEqual([]);
  await click("Start");
  expect(host.calls.at(-1)?.name).toBe("rectify");
});

test("settings come from the last choice; a wrong one is named and can't be sent", async () => {
  const { press, find, all, host, click } = await open();
  await press("R");
  const field = find('.settings-fields [aria-label="Samples"]') as HTMLInputElement;
  expect(field.getAttribute("value") ?? field.value).toBe("8");
  field.value = "0";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await press();
  await settled();
  expect(find(".setting-message").textContent).toContain("1 to 1000");
  await click("Start");
  expect(host.calls.filter((call) => call.name === "rectify")).toEqual([]);
  field.value = "3";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
  expect(all(".setting-message")).toHaveLength(0);
  await click("Start");
  expect(host.calls.at(-1)?.args[1]).toMatchObject({ sampling: { n: 3 } });
});

test("the exact prompt is shown on request", async () => {
  const { press, click, find } = await open();
  await press("j", "R");
  await click("Show Prompt");
  expect(find("dialog pre").textContent).toContain("<|im_start|>assistant\nStep 1:");
});

test("candidates of a step that isn't in view are told of, and can be gone to", async () => {
  const { press, write, find, click, context } = await open();
  await press("j", "j", "r");
  await write(3);
  await press("n");
  expect(find(".banner").textContent).toContain("Rectifying row 1, step 3");
  await click("Show");
  expect(context.store.get().place).toEqual({ row: 0, trace: 0, step: 2 });
  expect(find(".rectify").textContent).toContain("Rectify from step 3");
});

test("a view opened again shows a rectification that runs", async () => {
  const first = await open();
  await first.press("j", "j", "r");
  await first.write(3);
  const { rectification, place } = first.host;
  const { all } = await open((host) => {
    host.rectification = rectification;
    host.place = place;
  });
  expect(all(".candidate").length).toBeGreaterThan(1);
});

test("a step that the person leaves before its row has come is not rectified", async () => {
  const { view, host, context } = await open();
  view.askRectify({ row: 1, trace: 0, step: 0 });
  view.reveal({ row: 2, trace: 0, step: null });
  await settled();
  expect(host.calls.map((call) => call.name)).not.toContain("rectify");
  expect(context.store.get()).toMatchObject({ place: { row: 2 }, panel: null });
});

test("the host can ask to rectify, and its commands act as keys do", async () => {
  const { view, host, context, find } = await open();
  view.askRectify({ row: 0, trace: 0, step: 2 });
  await settled();
  expect(host.calls.map((call) => call.name)).toContain("rectify");
  expect(find(".rectify").textContent).toContain("step 3");
  view.act("nextStep");
  view.act("labelNeutral");
  await settled();
  expect(context.store.get().place.step).toBe(3);
  expect(host.calls.at(-1)?.args[1]).toMatchObject({ kind: "label", step: 3, label: "neutral" });
});
