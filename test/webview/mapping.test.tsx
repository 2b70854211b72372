import { render } from "preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { FieldFacts } from "../../src/core/mapping.ts";
import type {
  MappingChoice,
  MappingHostApi,
  MappingPreview,
  MappingStart,
  ShownRow,
} from "../../src/protocol/mapping.ts";
import { MappingPanel } from "../../webview/mapping/MappingPanel.tsx";
import { settled } from "./open.tsx";

const field = (path: string, kind = "text", share = 1): FieldFacts => ({
  path,
  kind,
  share,
  sample: `a ${path}`,
});
const started: MappingStart = {
  name: "rows.jsonl",
  rows: 90,
  sampled: 3,
  indices: [0, 11, 89],
  fields: [
    field("exercise"),
    field("work"),
    field("marks", "list of numbers", 0.5),
    field("meta.gold", "number"),
  ],
  proposal: {
    mapping: { problem: "exercise", trace: "work" },
    why: { problem: "by its name", trace: "by its name" },
  },
  choice: { mapping: { problem: "exercise", trace: "work" }, splitter: "auto" },
  recognised: null,
  stored: null,
  where: "w/.vscode/settings.json",
};

/** Says of each choice what it was asked, and answers with a row that holds it. */
class FakeMappingHost implements MappingHostApi {
  readonly asked: { choice: MappingChoice; at: number }[] = [];
  readonly done: string[] = [];
  saved: MappingChoice | null = null;
  begin: MappingStart = started;
  refuse: string | null = null;

  start(): Promise<MappingStart> {
    return Promise.resolve(this.begin);
  }
  preview(choice: MappingChoice, at: number): Promise<MappingPreview> {
    this.asked.push({ choice, at });
    const reads = choice.mapping.problem === "exercise";
    const fault = {
      role: "labels",
      field: "marks",
      message: "marks has 7 entries, the trace has 6 steps",
    } as const;
    const wrong = choice.mapping.labels === "marks";
    return Promise.resolve({
      tally: {
        ...{ sampled: 3, well: !reads ? 0 : wrong ? 2 : 3, problems: reads ? 3 : 0, traces: 3, steps: 6 },
        complaints: wrong ? [{ ...fault, rows: 1, first: 11 }] : [],
      },
      numberLabels: wrong,
      shown: this.begin.sampled === 0 ? null : shown(at, reads),
    });
  }
  save(choice: MappingChoice): Promise<void> {
    if (this.refuse !== null) return Promise.reject(new Error(this.refuse));
    this.saved = choice;
    return Promise.resolve();
  }
  reset(): Promise<void> {
    return this.#did("reset");
  }
  cancel(): Promise<void> {
    return this.#did("cancel");
  }
  openSettings(): Promise<void> {
    return this.#did("settings");
  }
  #did(what: string): Promise<void> {
    this.done.push(what);
    return Promise.resolve();
  }
}

function shown(at: number, reads: boolean): ShownRow {
  const step = { start: 0, end: 1, text: "2+3=5", label: null, by: null, at: null, value: null };
  const trace = {
    name: "",
    text: "",
    fixedSteps: false,
    outcome: "wrong",
    outcomeBy: "file",
    answer: null,
  } as const;
  return {
    ...{
      index: started.indices[at] ?? 0,
      at,
      complaints: [],
      traces: 1,
      steps: [70],
      raw: '{"exercise": "raw"}',
    },
    splits: [{ splitter: "lines", steps: 4 }],
    row: !reads
      ? null
      : {
          problem: "What is 2+3?",
          gold: { answer: "5", solution: null, by: "file" },
          traces: [{ ...trace, steps: [step, { ...step, label: "incorrect" }] }],
          pairs: [],
          meta: [],
        },
  };
}

let host: FakeMappingHost;
async function open(prepare: (fake: FakeMappingHost) => void = () => undefined): Promise<void> {
  host = new FakeMappingHost();
  prepare(host);
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  render(<MappingPanel host={host} />, root);
  await settled();
}
const text = () => document.body.textContent;
const input = (role: string) => {
  const found = document.querySelector<HTMLInputElement>(`#role-${role}`);
  if (found === null) throw new Error(`There is no field for ${role}.`);
  return found;
};
const options = () =>
  [...document.querySelectorAll<HTMLElement>('[role="option"]')].map((one) => one.textContent);
async function press(on: HTMLElement, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    await settled();
  }
}
async function type(on: HTMLInputElement, typed: string): Promise<void> {
  on.value = typed;
  on.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
}
async function click(words: string): Promise<void> {
  const controls = [...document.querySelectorAll<HTMLElement>("button, vscode-button")];
  const control = controls.find((one) =>
    `${one.textContent}${one.getAttribute("aria-label") ?? ""}`.includes(words),
  );
  if (control === undefined) throw new Error(`Nothing to click says "${words}".`);
  control.click();
  await settled();
}

const set = async (selector: string, value: string, event: string) => {
  const element = document.querySelector(selector);
  if (element === null) throw new Error(`There is no ${selector}.`);
  Object.assign(element, { value });
  element.dispatchEvent(new Event(event, { bubbles: true }));
  await settled();
};

describe("the mapping panel", () => {
  beforeEach(() => open());

  it("shows the proposal with why, and a row read with it", () => {
    expect(input("problem").value).toBe("exercise");
    expect(text()).toContain("Sampled: 3 of 90 rows.");
    expect(text()).toContain("Proposed: by its name");
    expect(text()).toContain("3 of 3 sampled rows read well: 3 problems, 3 traces, 6 steps");
    expect(document.querySelectorAll(".step.label-incorrect.first-error")).toHaveLength(1);
    expect(text()).toContain("and 68 more steps");
  });

  it("lists each field with its kind, share and a sample, and takes one by key", async () => {
    await press(input("labels"), "ArrowDown");
    expect(options()).toEqual([
      "No field",
      "exercisetexta exercise",
      "worktexta work",
      "markslist of numbers · in 50%a marks",
      "meta.goldnumbera meta.gold",
    ]);
    await press(input("labels"), "ArrowUp", "ArrowUp", "Enter");
    expect(host.asked.at(-1)?.choice.mapping.labels).toBe("marks");
    expect(options()).toEqual([]);
  });

  it("narrows the list to what is typed, and takes a path that no row has", async () => {
    await type(input("answer"), "GOLD");
    expect(options()).toEqual(["meta.goldnumbera meta.gold"]);
    await type(input("answer"), "meta.answers.0");
    expect(text()).toContain("No sampled row has such a field");
    await press(input("answer"), "Enter");
    expect(host.asked.at(-1)?.choice.mapping.answer).toBe("meta.answers.0");
  });

  it("takes the field that is listed for what was typed, by Enter or by leaving; the one of that very path first", async () => {
    await type(input("answer"), "gold");
    await press(input("answer"), "Enter");
    expect(host.asked.at(-1)?.choice.mapping.answer).toBe("meta.gold");
    await open((fake) => (fake.begin = { ...started, fields: [field("homework"), field("work")] }));
    await type(input("answer"), "work");
    input("answer").dispatchEvent(new FocusEvent("blur"));
    await settled();
    expect(host.asked.at(-1)?.choice.mapping.answer).toBe("work");
  });

  it("leaves a field as it was at Escape, and takes it away where it is emptied", async () => {
    const asked = host.asked.length;
    await type(input("trace"), "exer");
    await press(input("trace"), "Escape");
    expect(input("trace").value).toBe("work");
    expect(host.asked).toHaveLength(asked);
    await type(input("trace"), "");
    await press(input("trace"), "Enter");
    expect(host.asked.at(-1)?.choice.mapping).toEqual({ problem: "exercise" });
    await click("Take the proposed mapping");
    expect(host.asked.at(-1)?.choice.mapping).toEqual(started.proposal.mapping);
  });

  it("says what is wrong at the field, and leads to the row", async () => {
    await type(input("labels"), "marks");
    await press(input("labels"), "Enter");
    expect(document.querySelector("#role-labels-note")?.textContent).toContain("1 row: marks has 7 entries");
    await click("row 12");
    expect(host.asked.at(-1)?.at).toBe(1);
    expect(text()).toContain("Row 12 (2 of 3 sampled)");
  });

  it("asks what a label of 0 means where labels are numbers, and previews the answer", async () => {
    expect(text()).not.toContain("A label of 0");
    await type(input("labels"), "marks");
    await press(input("labels"), "Enter");
    const zero = () => document.querySelector<HTMLElement & { value: string }>("vscode-dropdown.zero-label");
    expect(zero()?.value).toBe("unsaid");
    await set("vscode-dropdown.zero-label", "neutral", "change");
    expect(host.asked.at(-1)?.choice.mapping).toMatchObject({ labels: "marks", zero: "neutral" });
    expect(zero()?.value).toBe("neutral");
    await set("vscode-dropdown.zero-label", "unsaid", "change");
    expect(host.asked.at(-1)?.choice.mapping).not.toHaveProperty("zero");
  });

  it("shows what 0 was said to mean, with why, and offers the proposal where it says otherwise", async () => {
    const mapping = { ...started.proposal.mapping, zero: "neutral" } as const;
    const proposal = { mapping, why: { zero: "some labels are below 0" } };
    await open((fake) => (fake.begin = { ...started, proposal, choice: { mapping, splitter: "auto" } }));
    expect(text()).toContain("Proposed: some labels are below 0");
    await set("vscode-dropdown.zero-label", "incorrect", "change");
    expect(text()).not.toContain("Proposed: some labels are below 0");
    await click("Take the proposed mapping");
    expect(host.asked.at(-1)?.choice.mapping).toEqual(mapping);
  });

  it("goes through the sampled rows, and shows them as JSON", async () => {
    await click("Next sampled row");
    await click("Next sampled row");
    expect(text()).toContain("Row 90 (3 of 3 sampled)");
    await click("Show as JSON");
    expect(text()).toContain('{"exercise": "raw"}');
  });

  it("saves what is chosen, and shows why that was refused", async () => {
    host.refuse = "rows.jsonl has unsaved edits.";
    await click("Save and Open");
    expect(document.querySelector('[role="alert"]')?.textContent).toContain("unsaved edits");
    host.refuse = null;
    await click("Save and Open");
    expect(host.saved).toEqual(started.choice);
  });

  it("splits live: with the steps that each way gives, and a pattern that is checked as it is typed", async () => {
    expect(document.querySelector('vscode-option[value="lines"]')?.textContent).toBe("Lines – 4 steps");
    await set("vscode-dropdown.splitter", "lines", "change");
    expect(host.asked.at(-1)?.choice.splitter).toBe("lines");
    await set("vscode-dropdown.splitter", "pattern", "change");
    const asked = host.asked.length;
    await set(".splitter-typed vscode-text-field", "(a+)+", "input");
    expect(document.querySelector(".splitter-hint")?.textContent).toContain("A repeated group");
    expect(host.asked).toHaveLength(asked);
    await set(".splitter-typed vscode-text-field", "^He", "input");
    expect(host.asked.at(-1)?.choice.splitter).toBe("pattern:^He");
  });

  it("can't be saved while it reads no row", async () => {
    await type(input("problem"), "nothing");
    await press(input("problem"), "Enter");
    const save = [...document.querySelectorAll("vscode-button")].find((one) =>
      one.textContent.includes("Save"),
    );
    expect(save?.hasAttribute("disabled")).toBe(true);
    expect(text()).toContain('{"exercise": "raw"}');
  });

  it("can be left, and offers the settings; a mapping is taken away only where there is one", async () => {
    await click("Cancel");
    await click("Settings");
    expect(text()).not.toContain("Remove Mapping");
    await open((fake) => (fake.begin = { ...started, stored: "*.jsonl", recognised: "GSM8K" }));
    await click("Reset to Recognised");
    expect(host.done).toEqual(["reset"]);
  });

  it("says so where there is nothing to map", async () => {
    await open((fake) => (fake.begin = { ...started, sampled: 0, fields: [], indices: [] }));
    expect(text()).toContain("None of the sampled rows is a JSON object");
  });
});
