import { describe, expect, it } from "vitest";
import { MappingHost, type MappingPorts } from "../../../../src/extension/mapping/mappingHost.ts";
import type { JsonObject } from "../../../../src/formats/format.ts";
import type { MappingChoice } from "../../../../src/protocol/mapping.ts";

const rows: readonly JsonObject[] = [
  { exercise: "What is 2+3?", gt: "5", work: "2+3\n\n=6", ok: false },
  { exercise: "What is 1+1?", gt: "2", work: "1+1\n\n=2\n\nSo 2.", ok: true },
  { exercise: "What is 4+4?", gt: "8", work: "", ok: true },
];

function open(values: readonly JsonObject[] = rows, ports: Partial<MappingPorts> = {}) {
  const saved: MappingChoice[] = [];
  const host = new MappingHost({
    name: "rows.jsonl",
    rows: values.length,
    sample: values.map((value, index) => ({ index, value })),
    splitter: "auto",
    stored: null,
    where: "w/.vscode/settings.json",
    save: (choice) => {
      saved.push(choice);
      return Promise.resolve();
    },
    reset: () => Promise.resolve(),
    close: () => undefined,
    openSettings: () => Promise.resolve(),
    ...ports,
  });
  return { host, saved };
}

const mapping = { problem: "exercise", answer: "gt", trace: "work", outcome: "ok" };

describe("MappingHost", () => {
  it("starts with what it proposes, and why", async () => {
    const start = await open().host.start();
    expect(start).toMatchObject({ sampled: 3, recognised: null, stored: null, choice: { splitter: "auto" } });
    expect(start.choice.mapping).toEqual(mapping);
    expect(start.proposal.why.answer).toContain("by its name");
    expect(start.fields[3]).toEqual({ path: "ok", kind: "true/false", share: 1, sample: "false" });
  });

  it("starts with the mapping in use, and goes on where it was when its page comes back", async () => {
    const { host } = open(rows, { stored: { glob: "*.jsonl", value: { problem: "exercise" } } });
    expect(await host.start()).toMatchObject({
      stored: "*.jsonl",
      choice: { mapping: { problem: "exercise" } },
    });
    await host.preview({ mapping, splitter: "lines" }, 0);
    expect((await host.start()).choice).toEqual({ mapping, splitter: "lines" });
  });

  it("names the format that the rows are of without a mapping", async () => {
    const known = rows.map(({ exercise = "", gt = "" }) => ({ problem: exercise, answer: gt }));
    expect((await open(known).host.start()).recognised).toBe("AIME");
  });

  it("previews counts, complaints by field, and a row with what each splitter gives it", async () => {
    const { tally, shown } = await open().host.preview({ mapping, splitter: "auto" }, 1);
    expect(tally).toMatchObject({ sampled: 3, well: 2, problems: 3, traces: 3, steps: 5 });
    expect(tally.complaints).toEqual([
      { role: "trace", field: "work", message: "the trace is empty", rows: 1, first: 2 },
    ]);
    expect(shown).toMatchObject({ index: 1, at: 1, traces: 1, steps: [3] });
    expect(shown?.row?.traces[0]?.outcome).toBe("right");
    expect(shown?.splits).toContainEqual({ splitter: "lines", steps: 3 });
    expect(shown?.splits).toContainEqual({ splitter: "sentences", steps: 3 });
  });

  it("says whether labels are numbers, of what 0 means alone that no field is mapped", async () => {
    const { host } = open([{ q: "?", steps: ["a", "b"], marks: [1, 0], words: ["good", "bad"] }]);
    const asked = (labels: string) =>
      host.preview({ mapping: { problem: "q", steps: "steps", labels }, splitter: "auto" }, 0);
    expect((await asked("marks")).numberLabels).toBe(true);
    expect((await asked("words")).numberLabels).toBe(false);
    const { tally } = await host.preview({ mapping: { zero: "neutral" }, splitter: "auto" }, 0);
    expect(tally.complaints).toMatchObject([{ message: "no field is mapped yet" }]);
  });

  it("says by role what a row lacks", async () => {
    const { tally, shown } = await open().host.preview(
      { mapping: { problem: "question" }, splitter: "auto" },
      0,
    );
    expect(tally).toMatchObject({ well: 0, problems: 0 });
    expect(tally.complaints).toMatchObject([{ role: "problem", rows: 3 }]);
    expect(shown).toMatchObject({ row: null, complaints: [{ role: "problem", field: "question" }] });
  });

  it("cuts a huge row to what a panel can show", async () => {
    const steps = Array.from({ length: 500 }, (_, k) => `step ${k}: ${"x".repeat(30_000)}`);
    const { shown } = await open([{ q: "?", steps }]).host.preview(
      { mapping: { problem: "q", steps: "steps" }, splitter: "auto" },
      0,
    );
    expect(shown?.steps).toEqual([500]);
    expect(JSON.stringify(shown).length).toBeLessThan(3_000_000);
  });

  it("saves what reads rows, and refuses what reads none", async () => {
    const { host, saved } = open();
    await expect(host.save({ mapping: { problem: "question" }, splitter: "auto" })).rejects.toThrow(
      "none of the sampled rows",
    );
    await host.save({ mapping, splitter: "lines" });
    expect(saved).toEqual([{ mapping, splitter: "lines" }]);
  });

  it("has nothing to show of a file without objects", async () => {
    const { host } = open([]);
    expect(await host.start()).toMatchObject({ sampled: 0, fields: [], choice: { mapping: {} } });
    expect(await host.preview({ mapping: {}, splitter: "auto" }, 0)).toMatchObject({ shown: null });
  });
});
