import { begunText, turns, type Mode } from "./mode.ts";

/** Chat whose trailing assistant message is continued without being asked (llama.cpp, which repeats it in its answer; TGI). */
export const chatTrailingAssistant: Mode = {
  id: "chat-trailing-assistant",
  path: "/chat/completions",
  trueContinuation: true,
  body(input) {
    return { messages: turns(input) };
  },
  repeats: begunText,
};
