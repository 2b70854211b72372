import { begunText, turns, type Mode } from "./mode.ts";

/**
 * Chat that continues its last message by flags (vLLM, SGLang). Both flags true is an error there; with nothing begun,
 * the answer is opened as usual. Some servers of this kind repeat the begun text.
 */
export const chatContinueFlags: Mode = {
  id: "chat-continue-flags",
  path: "/chat/completions",
  trueContinuation: true,
  body(input) {
    if (begunText(input) === "") return { messages: turns(input) };
    return { messages: turns(input), add_generation_prompt: false, continue_final_message: true };
  },
  repeats: begunText,
};
