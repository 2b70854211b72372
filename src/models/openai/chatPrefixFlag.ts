import { begunText, turns, type Mode } from "./mode.ts";

/** Chat whose last message carries `prefix: true` (DeepSeek's beta address, Mistral). */
export const chatPrefixFlag: Mode = {
  id: "chat-prefix-flag",
  path: "/chat/completions",
  trueContinuation: true,
  body(input) {
    const all = turns(input);
    if (begunText(input) === "") return { messages: all };
    return {
      messages: all.map((turn, index) => (index === all.length - 1 ? { ...turn, prefix: true } : turn)),
    };
  },
  repeats: begunText,
};
