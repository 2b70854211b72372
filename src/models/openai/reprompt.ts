import { begunText, turns, type Mode } from "./mode.ts";

/**
 * For servers that can't continue: the begun answer is quoted and the model asked to go on. What comes is not sampled
 * from the same prefix, and is marked so.
 */
export const reprompt: Mode = {
  id: "reprompt",
  path: "/chat/completions",
  trueContinuation: false,
  body(input) {
    const begun = begunText(input);
    if (begun === "") return { messages: turns(input) };
    const before = input.messages.slice(0, -1);
    const asked = before.at(-1);
    const request =
      `${asked?.content ?? ""}\n\nHere is the beginning of an answer. Write only what follows it, starting exactly where it ` +
      `stops, to the final answer. Don't repeat it and don't comment on it.\n\n${begun}`;
    return { messages: [...before.slice(0, -1), { role: "user", content: request }] };
  },
  repeats: begunText,
};
