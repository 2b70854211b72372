import { arrayAt, isObject, isText, scalarAt, textAt, wrongType, type Path } from "./fields.ts";
import type { JsonObject, JsonValue } from "./format.ts";

/** One turn of a conversation, in either of the two usual spellings. */
export interface Turn {
  readonly role: "system" | "user" | "assistant" | "other";
  readonly content: string;
  /** Where its text lies in the row. */
  readonly path: Path;
  /** Thinking that a server returned apart, and where it lies. */
  readonly thinking: { readonly text: string; readonly path: Path } | null;
}

const roles: Readonly<Record<string, Turn["role"]>> = {
  system: "system",
  user: "user",
  human: "user",
  assistant: "assistant",
  gpt: "assistant",
  model: "assistant",
};

/** Whether a value is a list of turns: {role, content} or {from, value}. */
export function isMessages(value: JsonValue | undefined): value is JsonObject[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((turn) => isObject(turn) && (isText(turn["role"]) || isText(turn["from"])))
  );
}

/** The turns at a path. @throws FormatError where an element is no turn */
export function turnsAt(value: JsonValue, ...path: Path): Turn[] {
  return arrayAt(value, ...path).map((turn, index) => readTurn(turn, [...path, index]));
}

function readTurn(turn: JsonValue, path: Path): Turn {
  if (!isObject(turn)) throw wrongType(path, "a turn such as {role, content}", turn);
  const key = (turn["content"] ?? null) !== null || !("value" in turn) ? "content" : "value";
  const name = scalarAt(turn, "role") ?? scalarAt(turn, "from") ?? "";
  const { path: at, text } = contentAt(turn[key], [...path, key]);
  const thinkingKey = ["reasoning_content", "reasoning"].find((one) => isText(turn[one]) && turn[one] !== "");
  const thinking =
    thinkingKey === undefined ? null : { text: textAt(turn, thinkingKey), path: [...path, thinkingKey] };
  return { role: roles[name] ?? "other", content: text, path: at, thinking };
}

/** The text of a turn; multi-part content gives its first text part. */
function contentAt(content: JsonValue | undefined, path: Path): { text: string; path: Path } {
  if (isText(content)) return { text: content, path };
  if (Array.isArray(content)) {
    const index = content.findIndex((part) => isObject(part) && isText(part["text"]));
    const part = content[index];
    if (isObject(part) && isText(part["text"])) return { text: part["text"], path: [...path, index, "text"] };
  }
  if (content === null || content === undefined) return { text: "", path };
  throw wrongType(path, "a string", content);
}

/** The last turn of the person. */
export function lastUser(turns: readonly Turn[]): Turn | null {
  return turns.findLast((turn) => turn.role === "user") ?? null;
}

/** The answer: the last turn, where it is the assistant's. */
export function replyPart(turns: readonly Turn[]): Turn | null {
  const last = turns.at(-1);
  return last?.role === "assistant" ? last : null;
}

/** Whether messages end with the assistant's. */
export function endsInReply(messages: readonly JsonObject[]): boolean {
  const last = messages.at(-1);
  return roles[(last && (scalarAt(last, "role") ?? scalarAt(last, "from"))) ?? ""] === "assistant";
}

/** The text of a turn. */
export function contentOf(turn: Turn | null): string | null {
  return turn?.content ?? null;
}
