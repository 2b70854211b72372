import { describe, expect, it, vi } from "vitest";
import { Rectifications } from "../../../../src/extension/editor/rectification.ts";
import { TraceHost, type TraceHostPorts } from "../../../../src/extension/editor/traceHost.ts";
import { wholeFile } from "../../../../src/core/query.ts";
import { createView } from "../../../../src/pipeline/view/index.ts";
import type { Candidate } from "../../../../src/core/candidate.ts";
import type { Model } from "../../../../src/models/types.ts";
import type { RectifyChoice } from "../../../../src/protocol/traceEditor.ts";
import { fakeSession, processBench } from "../fakeSession.ts";

const choice: RectifyChoice = {
  sampling: { n: 2, temperature: 0.8, topP: 0.95, maxTokens: 10, seed: null },
  stopAfterWins: null,
  form: "native",
};

const good: Candidate = {
  index: 0,
  text: " 2 + 2 = 4\nSo 4",
  firstStep: " 2 + 2 = 4",
  answer: null,
  verdict: null,
  arithmetic: [],
  state: "win",
  duplicateOf: null,
  trueContinuation: true,
  finishReason: "stop",
  tokens: 5,
  error: null,
};

function host(change: Partial<TraceHostPorts> = {}) {
  const session = fakeSession([
    processBench(1, ["1 + 2 = 3"], -1, true),
    processBench(2, ["2 + 2 = 5", "So 5"], 0),
    "not json",
  ]);
  const model = { ref: { name: "tiny" } } as Model;
  const apply = vi.fn<TraceHostPorts["apply"]>(async (row, made) => {
    const change = typeof made === "function" ? made((await session.row(row)).row) : made;
    if (change !== null) await session.apply(row, change);
  });
  let kept = choice;
  const view = createView(session);
  const ports: TraceHostPorts = {
    session,
    view,
    name: "fake.jsonl",
    mapping: () => null,
    apply,
    models: {
      names: () => ["tiny"],
      chosen: () => "tiny",
      choose: () => Promise.resolve(),
      open: () => Promise.resolve(model),
    },
    choice: () => kept,
    rememberChoice: (next) => (kept = next),
    keepSplitter: () => Promise.resolve(),
    rectifications: new Rectifications(),
    async *rectify() {
      yield await Promise.resolve({ kind: "candidate" as const, candidate: good });
    },
    renderPrompt: () => Promise.resolve("prompt"),
    started: vi.fn<TraceHostPorts["started"]>(),
    moved: () => undefined,
    run: () => Promise.resolve(),
    newId: () => "id",
    ...change,
  };
  return { host: new TraceHost(ports), ports, session, view, apply };
}

const step = { row: 1, trace: 0, step: 0 };

describe("TraceHost", () => {
  it("starts at the first row, or where the person was", async () => {
    const one = host();
    expect(await one.host.start()).toMatchObject({
      place: null,
      row: { index: 0 },
      rectification: null,
      dataset: { rows: 3, model: "tiny" },
    });
    await one.host.moved(step);
    expect(await one.host.start()).toMatchObject({
      place: step,
      row: { index: 1, facts: [{ outcome: "wrong" }] },
    });
  });

  it("starts with the place and the row of one place, where it is sent to another meanwhile", async () => {
    const one = host();
    const begun = one.host.start();
    one.host.goTo(step);
    expect(await begun).toMatchObject({ place: null, row: { index: 0 } });
    expect(await one.host.start()).toMatchObject({ place: step, row: { index: 1 } });
  });

  it("starts without a row while the index has not reached it", async () => {
    const one = host();
    one.host.goTo({ row: 99, trace: 0, step: null });
    expect((await one.host.start()).row).toBeNull();
  });

  it("shows a row that is not JSON as text, with the reason", async () => {
    expect(await host().host.row(2)).toMatchObject({ row: null, raw: "not json", facts: [] });
    expect((await host().host.row(2)).error).toContain("not JSON");
  });

  it("rectifies, accepts the candidate as s_win through the editor, and shows it after reopening", async () => {
    const one = host();
    const chosen = { ...choice, stopAfterWins: 1 };
    const id = await one.host.rectify(step, chosen);
    await one.ports.rectifications.byId("/data/fake.jsonl", id).ended;
    expect(one.ports.started).toHaveBeenCalledOnce();
    expect((await one.host.start()).rectification).toMatchObject({
      id: "id",
      place: step,
      model: "tiny",
      running: false,
    });
    expect(one.host.dataset().rectify.stopAfterWins).toBe(1);
    await one.host.accept(id, 0, null);
    expect(one.apply).toHaveBeenCalledWith(1, {
      kind: "win",
      trace: 0,
      step: 0,
      win: { text: " 2 + 2 = 4", continuation: good.text, run: null },
    });
  });

  it("refuses an edited text that repeats the lost step", async () => {
    const one = host();
    const id = await one.host.rectify(step, choice);
    await one.ports.rectifications.byId("/data/fake.jsonl", id).ended;
    await expect(one.host.accept(id, 0, "2 + 2 = 5.")).rejects.toThrow("same as s_lose");
    expect(one.apply).not.toHaveBeenCalled();
  });

  it("says so where the step is gone, the row is broken, or there is no model", async () => {
    await expect(host().host.rectify({ row: 1, trace: 0, step: 7 }, choice)).rejects.toThrow(
      "Row 2 has no step 8",
    );
    await expect(host().host.prompt({ row: 2, trace: 0, step: 0 }, choice)).rejects.toThrow("not JSON");
    const none = host();
    const ports = {
      ...none.ports,
      models: { ...none.ports.models, open: () => Promise.reject(new Error("There is no model yet.")) },
    };
    await expect(new TraceHost(ports).rectify(step, choice)).rejects.toThrow("no model yet");
  });

  it("moves among the rows of the view, and says where a row is among them", async () => {
    const { host: one, view } = host();
    expect(await one.next(0, 1)).toBe(1);
    expect((await one.start()).view.whole).toBe(true);
    await one.setQuery({ ...wholeFile, conditions: [{ kind: "outcome", is: "wrong" }] });
    expect(await one.next(0, 1)).toBe(1);
    expect(await one.next(1, 1)).toBeNull();
    await vi.waitUntil(() => !view.state.running, { timeout: 30_000 });
    expect(await one.found(1)).toEqual({ row: 1, place: 0, hit: null, texts: null });
    expect(await one.found(0)).toMatchObject({ place: null });
  });

  it("starts a query once, however often it is asked for", async () => {
    const { host: one, view } = host();
    const set = vi.spyOn(view, "set");
    const query = { ...wholeFile, conditions: [{ kind: "unreadable" } as const] };
    await one.setQuery(query);
    await one.setQuery({ ...query });
    await vi.waitUntil(() => !view.state.running, { timeout: 30_000 });
    await one.setQuery(query);
    expect(set).toHaveBeenCalledOnce();
  });
});
