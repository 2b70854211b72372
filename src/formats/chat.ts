import { defineFormat } from "./define.ts";
import { isObject, isText, metaOf, scalarAt, valueAt, type Path } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { contentOf, isMessages, lastUser, replyPart, turnsAt, type Turn } from "./messages.ts";
import { derivedPart, fileGold, goldAt, partAt, type Parsed, type ParsedTrace, type Part } from "./parsed.ts";

/** Where rows of conversations keep the gold answer. */
const goldKeys = ["answer", "ground_truth", "gt", "gold", "target", "expected_answer"];

/** Conversations: the last answer is the trace; its thinking, apart or in think tags, is part of it. */
export const chat = defineFormat({
  id: "chat",
  title: "Conversation",
  can: { labels: "none", pair: false, traces: "one" },
  recognise: ({ messages, conversations }) => isMessages(messages) || isMessages(conversations),
  parse: (value): Parsed => {
    const key = isMessages(value["messages"]) ? "messages" : "conversations";
    const turns = turnsAt(value, key);
    const goldKey = goldKeys.find((one) => scalarAt(value, one) !== null);
    return {
      problem: contentOf(lastUser(turns)) ?? "",
      gold: fileGold(goldKey === undefined ? null : scalarAt(value, goldKey), scalarAt(value, "solution")),
      ...(goldKey === undefined ? {} : { writeGold: goldAt(goldKey) }),
      traces: replyTraces(turns),
      meta: metaOf(value, "solution", ...goldKeys),
    };
  },
  create: ({ problem, gold, traces: [trace] }) => ({
    messages: [
      { role: "user", content: problem },
      ...(trace === undefined ? [] : [{ role: "assistant", content: trace.text }]),
    ],
    ...(gold.answer === null ? {} : { answer: gold.answer }),
  }),
});

/** The trace that the last turn is, where it is the assistant's. */
export function replyTraces(turns: readonly Turn[]): ParsedTrace[] {
  const reply = replyPart(turns);
  return reply === null ? [] : [{ parts: replyParts(reply) }];
}

/** A reply's text, its thinking in front in the tags that models write inline. */
export function replyParts({ content, path, thinking }: Pick<Turn, "content" | "path" | "thinking">): Part[] {
  const answer = partAt(content, ...path);
  if (thinking === null) return [answer];
  return [
    derivedPart("<think>\n"),
    partAt(thinking.text, ...thinking.path),
    derivedPart("\n</think>\n\n"),
    answer,
  ];
}

/** Batch requests (OpenAI Batch API, `vllm run-batch`): the problem, and the answer that is to be continued. */
export const batchRequest = defineFormat({
  id: "batch-request",
  title: "Batch request",
  can: { labels: "none", pair: false, traces: "one" },
  recognise: ({ custom_id: id, body }) =>
    isText(id) && isObject(body) && (isMessages(body["messages"]) || isText(body["prompt"])),
  parse: (value): Parsed => {
    const turns = isMessages(valueAt(value, ["body", "messages"]))
      ? turnsAt(value, "body", "messages")
      : null;
    return {
      problem:
        turns === null ? (scalarAt(value, "body", "prompt") ?? "") : (contentOf(lastUser(turns)) ?? ""),
      gold: fileGold(null),
      traces: replyTraces(turns ?? []),
      meta: [...metaOf(value), ...metaOf({ model: scalarAt(value, "body", "model") })],
    };
  },
});

/** Batch results: the choices of each answer are traces. What was asked is in the request file, by `custom_id`. */
export const batchResult = defineFormat({
  id: "batch-result",
  title: "Batch result",
  can: { labels: "none", pair: false, traces: "many" },
  recognise: ({ custom_id: id, response, error }) =>
    isText(id) && (isObject(response) || (response === null && error !== undefined)),
  parse: (value): Parsed => {
    const choices = valueAt(value, ["response", "body", "choices"]);
    const error =
      valueAt(value, ["error", "message"]) ?? valueAt(value, ["response", "body", "error", "message"]);
    return {
      problem: "",
      gold: fileGold(null),
      traces: Array.isArray(choices) ? choices.map((_, index) => choiceTrace(value, index)) : [],
      meta: [...metaOf(value), ...(isText(error) ? [{ name: "error", value: error }] : [])],
    };
  },
});

function choiceTrace(value: JsonObject, index: number): ParsedTrace {
  const at: Path = ["response", "body", "choices", index];
  const name = `choice ${index + 1}`;
  const text = scalarAt(value, ...at, "text");
  if (text !== null) return { name, parts: [partAt(text, ...at, "text")] };
  const key = ["reasoning_content", "reasoning"].find(
    (one) => (scalarAt(value, ...at, "message", one) ?? "") !== "",
  );
  const thinking =
    key === undefined
      ? null
      : { text: scalarAt(value, ...at, "message", key) ?? "", path: [...at, "message", key] };
  const path = [...at, "message", "content"];
  return { name, parts: replyParts({ content: scalarAt(value, ...path) ?? "", path, thinking }) };
}
