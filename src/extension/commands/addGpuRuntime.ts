import type { Command } from "../command.ts";
import { addGpuRuntimeDialogue } from "../models/gpuRuntime.ts";

/** Adds a build of the embedded runtime for this machine's graphics card. */
export const addGpuRuntime: Command = {
  run(studio) {
    return addGpuRuntimeDialogue(studio);
  },
};
