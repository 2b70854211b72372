import type { ContinuationMode } from "../types.ts";
import { chatContinueFlags } from "./chatContinueFlags.ts";
import { chatPrefixFlag } from "./chatPrefixFlag.ts";
import { chatTrailingAssistant } from "./chatTrailingAssistant.ts";
import { completions } from "./completions.ts";
import type { Mode } from "./mode.ts";
import { reprompt } from "./reprompt.ts";

/** All modes, in the order in which a server is tried. */
export const modes: Readonly<Record<ContinuationMode, Mode>> = {
  completions,
  "chat-continue-flags": chatContinueFlags,
  "chat-trailing-assistant": chatTrailingAssistant,
  "chat-prefix-flag": chatPrefixFlag,
  reprompt,
};
