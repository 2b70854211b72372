import { defineFormat } from "./define.ts";
import { metaOf, wrongType } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { isMessages, turnsAt, type Turn } from "./messages.ts";
import { derivedPart, judgedSteps, noGold, partAt, type Parsed, type Part } from "./parsed.ts";
import { labelOfTruth, truthWriter } from "./trueFalse.ts";

const mark = /^\s*[+-]\s*$/u;

/** RLHFlow: the person's turns are the steps (problem before the first), the assistant answers each with + or -. */
export const rlhFlow = defineFormat({
  id: "rlhflow",
  title: "RLHFlow",
  can: { labels: "each", pair: false, traces: "one" },
  recognise: ({ conversations, messages }) => isMarked(conversations) || isMarked(messages),
  parse: (value) => parse(value, isMarked(value["conversations"]) ? "conversations" : "messages"),
  create: ({ problem, traces: [trace] }) => {
    const steps = judgedSteps(trace);
    if (steps === null) return null;
    const asked = (text: string, index: number): string => (index === 0 ? `${problem}\n${text}` : text);
    return {
      conversations: steps.flatMap((step, index) => [
        { role: "user", content: asked(step.text.trim(), index) },
        { role: "assistant", content: step.label === "incorrect" ? "-" : "+" },
      ]),
    };
  },
});

function isMarked(value: JsonObject[string] | undefined): boolean {
  if (!isMessages(value)) return false;
  const replies = value.filter((turn) => turn["role"] === "assistant");
  return (
    replies.length > 0 &&
    replies.every((turn) => typeof turn["content"] === "string" && mark.test(turn["content"]))
  );
}

function parse(value: JsonObject, key: string): Parsed {
  const turns = turnsAt(value, key).filter((turn) => turn.role !== "system");
  const asked = turns.filter((turn) => turn.role === "user");
  const replies = turns.filter((turn) => turn.role === "assistant");
  if (asked.length === 0) throw wrongType([key], "turns of the user that hold the steps", value[key]);
  const first = asked[0]?.content ?? "";
  const begin = /(?:^|\s)(?=Step 1\b)/u.exec(first);
  // Without a marker nothing tells problem from step: the first sentence after the last question mark, or the last line.
  const start = begin === null ? lastBreak(first) : begin.index + begin[0].length;
  const { parts, fixed } = stepParts(asked, start);
  return {
    problem: first.slice(0, start).trim(),
    gold: noGold,
    traces: [
      {
        parts,
        fixed,
        labels: () => asked.map((_, index) => labelOfTruth(truth(replies[index]))),
        writeLabel: (step, label, labels, options) => {
          const reply = replies[step];
          if (reply === undefined) return null;
          return truthWriter((_, right) => [{ path: reply.path, value: right ? "+" : "-" }])(
            step,
            label,
            labels,
            options,
          );
        },
      },
    ],
    meta: metaOf(value, key),
  };
}

function truth(reply: Turn | undefined): boolean | null {
  return reply === undefined ? null : reply.content.trim() === "+";
}

function lastBreak(text: string): number {
  const lines = text.lastIndexOf("\n", text.trimEnd().length - 1);
  if (lines >= 0) return lines + 1;
  const question = text.lastIndexOf("? ");
  return question < 0 ? 0 : question + 2;
}

function stepParts(
  asked: readonly Turn[],
  start: number,
): { parts: Part[]; fixed: { start: number; end: number }[] } {
  const parts: Part[] = [];
  const fixed: { start: number; end: number }[] = [];
  for (const [index, turn] of asked.entries()) {
    const before = index === 0 ? turn.content.slice(0, start) : "";
    const text = turn.content.slice(before.length);
    const gap = index === asked.length - 1 ? "" : "\n";
    const at = fixed.at(-1)?.end ?? 0;
    const whole = partAt(text, ...turn.path);
    parts.push(
      before === "" ? whole : { text, write: (next) => [{ path: turn.path, value: before + next }] },
    );
    if (gap !== "") parts.push(derivedPart(gap));
    fixed.push({ start: at, end: at + text.length + gap.length });
  }
  return { parts, fixed };
}
