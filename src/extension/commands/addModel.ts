import type { Command } from "../command.ts";
import { addModelDialogue } from "../models/addModel.ts";

/** Adds a model: a server's, or a GGUF file on this machine. */
export const addModel: Command = {
  run(studio) {
    return addModelDialogue(studio);
  },
};
