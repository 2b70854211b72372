import { defineFormat } from "./define.ts";
import { hasTexts, isText, metaOf, textAt, textsAt, truthAt, valueAt, wrongType } from "./fields.ts";
import type { JsonEdit, JsonObject } from "./format.ts";
import { contentOf, isMessages, lastUser, replyPart, turnsAt, type Turn } from "./messages.ts";
import type { PairSide } from "./pairParts.ts";
import { fixedSteps, judgedSteps, outcomeAt, outcomeOf, partAt, type Part } from "./parsed.ts";
import { answerOf, parsePreference, preferenceOf } from "./preference.ts";
import { openedParts, promptParts } from "./prompt.ts";
import { labelOfTruth, truthWriter } from "./trueFalse.ts";

/** TRL preference rows: prompt, chosen, rejected as texts. A prompt that ends "Step k:" is a step pair. */
export const trlPreference = defineFormat({
  id: "trl-preference",
  title: "TRL preference",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: (value) => hasTexts(value, "prompt", "chosen", "rejected"),
  parse: (value) => parsePreference(value, "prompt"),
  create: ({ problem, pairs: [pair] }) =>
    pair?.win == null || pair.lose === null
      ? null
      : {
          prompt: pair.prefix === "" ? problem : `${problem}\n${pair.prefix}`,
          chosen: pair.win,
          rejected: pair.lose,
        },
});

/** TRL conversational preference rows: prompt, chosen and rejected as messages; the prompt may be inside both. */
export const trlConversational = defineFormat({
  id: "trl-conversational",
  title: "TRL conversational preference",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: ({ prompt, chosen, rejected }) =>
    isMessages(chosen) &&
    isMessages(rejected) &&
    // Parquet says null for what a row leaves out.
    (prompt === undefined || prompt === null || isText(prompt) || isMessages(prompt)),
  parse: (value) => {
    const prompt = valueAt(value, ["prompt"]);
    const turns = isText(prompt) ? null : turnsAt(value, isMessages(prompt) ? "prompt" : "chosen");
    const problem = isText(prompt) ? prompt : (contentOf(lastUser(turns ?? [])) ?? "");
    const opened = isMessages(prompt) ? openedReply(turns ?? []) : [];
    const [win, lose] = [replyPath(value, "chosen"), replyPath(value, "rejected")];
    return { ...preferenceOf(value, opened, win, lose), problem, meta: metaOf(value, "prompt", "answer") };
  },
  create: ({ problem, pairs: [pair] }) =>
    pair?.win == null || pair.lose === null
      ? null
      : {
          prompt: [
            { role: "user", content: problem },
            ...(pair.prefix === "" ? [] : [{ role: "assistant", content: pair.prefix }]),
          ],
          chosen: [{ role: "assistant", content: pair.win }],
          rejected: [{ role: "assistant", content: pair.lose }],
        },
});

/** A prompt that ends in the assistant's turn opens the answer, such as the steps before a pair's. */
function openedReply(turns: readonly Turn[]): Part[] {
  const reply = replyPart(turns);
  return reply === null ? [] : [partAt(reply.content, ...reply.path)];
}

function replyPath(value: JsonObject, key: string): PairSide["path"] {
  const part = replyPart(turnsAt(value, key));
  if (part === null) throw wrongType([key], "messages that end with the assistant's", value[key]);
  return part.path;
}

/** TRL unpaired rows: one completion that is liked or not. */
export const trlUnpaired = defineFormat({
  id: "trl-unpaired",
  title: "TRL unpaired preference",
  can: { labels: "none", pair: false, traces: "one" },
  recognise: ({ prompt, completion, label }) =>
    typeof label === "boolean" &&
    ((isText(prompt) && isText(completion)) || (isMessages(prompt) && isMessages(completion))),
  parse: (value) => {
    const { problem, opened } = unpairedPrompt(value);
    const path = isText(value["completion"]) ? ["completion"] : replyPath(value, "completion");
    return {
      problem,
      ...answerOf(value),
      traces: [
        {
          parts: [...opened, partAt(textAt(value, ...path), ...path)],
          outcome: outcomeOf(truthAt(value, "label")),
          writeOutcome: outcomeAt(value, "label"),
        },
      ],
      meta: metaOf(value, "prompt", "completion", "label", "answer"),
    };
  },
  create: ({ problem, traces: [trace] }) =>
    trace === undefined || trace.outcome === "unknown"
      ? null
      : { prompt: problem, completion: trace.text, label: trace.outcome === "right" },
});

function unpairedPrompt(value: JsonObject): { problem: string; opened: Part[] } {
  const prompt = value["prompt"];
  if (!isText(prompt)) {
    const turns = turnsAt(value, "prompt");
    return { problem: contentOf(lastUser(turns)) ?? "", opened: openedReply(turns) };
  }
  const { problem, opened } = promptParts(prompt);
  return { problem, opened: openedParts(prompt, opened, "prompt") };
}

/** TRL stepwise supervision: steps and a truth value for each. */
export const trlStepwise = defineFormat({
  id: "trl-stepwise",
  title: "TRL stepwise supervision",
  can: { labels: "each", pair: false, traces: "one" },
  recognise: ({ prompt, completions, labels }) =>
    isText(prompt) && Array.isArray(completions) && Array.isArray(labels),
  parse: (value) => {
    const steps = textsAt(value, "completions");
    return {
      problem: promptParts(textAt(value, "prompt")).problem,
      ...answerOf(value),
      traces: [
        {
          ...fixedSteps(steps, (index) => ["completions", index], "\n"),
          labels: (spans) => spans.map((_, index) => labelOfTruth(truthAt(value, "labels", index))),
          writeLabel: truthWriter((step, truth) => labelEdits(value, step, truth)),
        },
      ],
      meta: metaOf(value, "prompt", "answer"),
    };
  },
  create: ({ problem, traces: [trace] }) => {
    const steps = judgedSteps(trace);
    return steps === null
      ? null
      : {
          prompt: problem,
          completions: steps.map((step) => step.text.trimEnd()),
          labels: steps.map((step) => step.label !== "incorrect"),
        };
  },
});

/** Labels may be fewer than steps: those before the new one are then not judged (null). 1 and 0 stay numbers. */
function labelEdits(value: JsonObject, step: number, truth: boolean): JsonEdit[] {
  const labels = Array.isArray(value["labels"]) ? value["labels"] : [];
  const count = labels.length;
  const numbers = labels.some((label) => typeof label === "number");
  const gap = Array.from({ length: Math.max(0, step - count) }, (_, k) => ({
    path: ["labels", count + k],
    value: null,
  }));
  return [...gap, { path: ["labels", step], value: numbers ? Number(truth) : truth }];
}
