import type { Mode } from "./mode.ts";

/** Raw completions of our rendered prompt: exact on every server that applies no template of its own. */
export const completions: Mode = {
  id: "completions",
  path: "/completions",
  trueContinuation: true,
  body({ prompt }) {
    return prompt === null ? null : { prompt };
  },
  repeats() {
    return "";
  },
};
