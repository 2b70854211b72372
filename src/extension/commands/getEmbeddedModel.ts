import type { Command } from "../command.ts";
import { getEmbeddedModelDialogue } from "../models/embedded.ts";

/** Downloads the embedded model, or takes a GGUF file that is there already. */
export const getEmbeddedModel: Command = {
  run(studio) {
    return getEmbeddedModelDialogue(studio);
  },
};
