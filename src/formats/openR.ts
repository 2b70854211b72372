import { defineFormat } from "./define.ts";
import { arrayAt, isObject, isText, metaOf, scalarAt, textAt, valueAt, type Path } from "./fields.ts";
import type { JsonObject, JsonValue } from "./format.ts";
import { fileGold, fixedSteps, goldAt, type Parsed, type ParsedTrace } from "./parsed.ts";

/** OpenR steps: each with the share of rollouts from it that end right. The prefixes grow, or hold one step each. */
export const openRSteps = defineFormat({
  id: "openr-steps",
  title: "OpenR steps",
  can: { labels: "none", pair: false, traces: "one" },
  recognise: ({ question, reasoning_steps: steps }) =>
    isText(question) &&
    Array.isArray(steps) &&
    steps.length > 0 &&
    steps.every((step) => isObject(step) && isText(step["solution_prefix"])),
  parse: (value) => {
    const all = arrayAt(value, "reasoning_steps").map((_, index) =>
      textAt(value, "reasoning_steps", index, "solution_prefix"),
    );
    return {
      ...problemOf(value),
      traces: [growing(all) ? grownTrace(value, all) : separateTrace(value, all)],
    };
  },
  create: ({ problem, gold, traces: [trace] }) =>
    trace === undefined || gold.answer === null || trace.steps.some((step) => step.value === null)
      ? null
      : {
          question: problem,
          final_answer: gold.answer,
          reasoning_steps: trace.steps.map((step) => ({
            solution_prefix: trace.text.slice(0, step.end).trimEnd(),
            mc_value: step.value,
          })),
        },
});

/** OpenR trees: one trace for each path from the root to a leaf. */
export const openRTree = defineFormat({
  id: "openr-tree",
  title: "OpenR tree",
  can: { labels: "none", pair: false, traces: "tree" },
  recognise: ({ question, reasoning_steps: root }) =>
    isText(question) && isObject(root) && isText(root["text"]),
  parse: (value) => ({
    ...problemOf(value),
    traces: leaves(value, ["reasoning_steps"]).map((path, index) => treeTrace(value, path, index)),
  }),
});

function problemOf(value: JsonObject): Omit<Parsed, "traces"> {
  return {
    problem: textAt(value, "question"),
    gold: fileGold(scalarAt(value, "final_answer")),
    writeGold: goldAt("final_answer"),
    meta: metaOf(value, "question", "final_answer", "reasoning_steps"),
  };
}

function growing(prefixes: readonly string[]): boolean {
  return (
    prefixes.length > 1 &&
    prefixes.every((text, index) => index === 0 || text.startsWith((prefixes[index - 1] ?? "").trimEnd()))
  );
}

function separateTrace(value: JsonObject, texts: readonly string[]): ParsedTrace {
  return {
    ...fixedSteps(texts, (index) => ["reasoning_steps", index, "solution_prefix"], "\n"),
    values: texts.map((_, index) => shareAt(value, ["reasoning_steps", index, "mc_value"])),
  };
}

/** Each prefix holds all steps so far: a step is what it adds, and a new text goes into every prefix from there on. */
function grownTrace(value: JsonObject, prefixes: readonly string[]): ParsedTrace {
  const text = prefixes.at(-1) ?? "";
  const ends = prefixes.map((prefix, index) =>
    index === prefixes.length - 1 ? text.length : nextVisible(text, prefix.trimEnd().length),
  );
  const fixed = ends.map((end, index) => ({ start: ends[index - 1] ?? 0, end }));
  const parts = fixed.map((span, index) => ({
    text: text.slice(span.start, span.end),
    write: (next: string) =>
      prefixes.slice(index).map((prefix, k) => ({
        path: ["reasoning_steps", index + k, "solution_prefix"],
        value:
          text.slice(0, span.start) +
          (k === 0 ? next.trimEnd() : next) +
          (k === 0 ? "" : prefix.slice(span.end)),
      })),
  }));
  return {
    parts,
    fixed,
    values: prefixes.map((_, index) => shareAt(value, ["reasoning_steps", index, "mc_value"])),
  };
}

function nextVisible(text: string, at: number): number {
  const rest = text.slice(at);
  return at + rest.length - rest.trimStart().length;
}

/** Paths of a tree's leaves; more than this are not shown one by one. */
const mostLeaves = 1000;

function leaves(value: JsonValue, root: Path): Path[] {
  const found: Path[] = [];
  const stack: Path[] = [root];
  while (stack.length > 0 && found.length < mostLeaves) {
    const path = stack.pop() ?? root;
    const children = valueAt(value, [...path, "children"]);
    if (!Array.isArray(children) || children.length === 0) found.push(path);
    else for (let k = children.length - 1; k >= 0; k--) stack.push([...path, "children", k]);
  }
  return found;
}

/** The steps on the way to a leaf. A root with no text is the question itself and no step. */
function treeTrace(value: JsonObject, leaf: Path, index: number): ParsedTrace {
  const nodes: Path[] = [];
  for (let length = 1; length <= leaf.length; length += 2) nodes.push(leaf.slice(0, length));
  const steps = nodes.filter(
    (path, depth) => depth > 0 || !["", value["question"]].includes(textAt(value, ...path, "text").trim()),
  );
  const texts = steps.map((path) => textAt(value, ...path, "text"));
  return {
    name: `path ${index + 1}`,
    ...fixedSteps(texts, (step) => [...(steps[step] ?? leaf), "text"], "\n"),
    values: steps.map((path) => shareAt(value, [...path, "mc_value"])),
  };
}

function shareAt(value: JsonValue, path: Path): number | null {
  const share = valueAt(value, path);
  return typeof share === "number" && share >= 0 && share <= 1 ? share : null;
}
