import { defineFormat } from "./define.ts";
import { hasTexts, isObject, isText, metaOf, scalarAt, textAt } from "./fields.ts";
import { isMessages, lastUser, turnsAt } from "./messages.ts";
import { derivedPart, partAt } from "./parsed.ts";
import { preferenceOf } from "./preference.ts";
import { openedStep } from "./prompt.ts";

/** UltraInteract pairs: a trajectory of turns, and two next turns. Turns after the first are the prefix. */
export const ultraInteract = defineFormat({
  id: "ultrainteract",
  title: "UltraInteract",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: (value) => isMessages(value["trajectory"]) && hasTexts(value, "chosen", "rejected"),
  parse: (value) => {
    const [first, ...rest] = turnsAt(value, "trajectory");
    const opened = rest.flatMap((turn) => [
      partAt(turn.content, ...turn.path),
      // A turn that opens a step goes on in it.
      derivedPart(openedStep(turn.content) === null ? "\n\n" : ""),
    ]);
    return {
      ...preferenceOf(value, opened, ["chosen"], ["rejected"]),
      problem: first?.content ?? "",
      meta: metaOf(value, "chosen", "rejected"),
    };
  },
  create: ({ problem, pairs: [pair] }) =>
    pair?.win == null || pair.lose === null
      ? null
      : {
          trajectory: [
            { from: "user", value: problem },
            ...(pair.prefix === "" ? [] : [{ from: "assistant", value: pair.prefix.trimEnd() }]),
          ],
          chosen: pair.win,
          rejected: pair.lose,
        },
});

/** LLaMA-Factory preference rows, Alpaca style. */
export const llamaFactory = defineFormat({
  id: "llama-factory",
  title: "LLaMA-Factory preference",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: (value) => hasTexts(value, "instruction", "chosen", "rejected"),
  parse: (value) => {
    const instruction = textAt(value, "instruction");
    const input = scalarAt(value, "input") ?? "";
    // An input that ends "Step k:" is the prefix of a step pair.
    const opened = openedStep(input) === null ? [] : [partAt(input, "input")];
    return {
      ...preferenceOf(value, opened, ["chosen"], ["rejected"]),
      problem: input === "" || opened.length > 0 ? instruction : `${instruction}\n\n${input}`,
      meta: metaOf(value, "instruction", "input", "chosen", "rejected", "answer"),
    };
  },
  create: ({ problem, pairs: [pair] }) =>
    pair?.win == null || pair.lose === null
      ? null
      : { instruction: problem, input: pair.prefix, chosen: pair.win, rejected: pair.lose },
});

/** LLaMA-Factory preference rows, ShareGPT style: turns, and two answers as turns. */
export const llamaFactoryChat = defineFormat({
  id: "llama-factory-chat",
  title: "LLaMA-Factory preference (conversations)",
  can: { labels: "none", pair: true, traces: "many" },
  recognise: ({ conversations, chosen, rejected }) =>
    isMessages(conversations) &&
    isObject(chosen) &&
    isText(chosen["value"]) &&
    isObject(rejected) &&
    isText(rejected["value"]),
  parse: (value) => ({
    ...preferenceOf(value, [], ["chosen", "value"], ["rejected", "value"]),
    problem: lastUser(turnsAt(value, "conversations"))?.content ?? "",
    meta: metaOf(value, "answer"),
  }),
  create: ({ problem, pairs: [pair] }) =>
    pair?.win == null || pair.lose === null || pair.prefix !== ""
      ? null
      : {
          conversations: [{ from: "human", value: problem }],
          chosen: { from: "gpt", value: pair.win },
          rejected: { from: "gpt", value: pair.lose },
        },
});
