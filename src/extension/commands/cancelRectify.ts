import type { Command } from "../command.ts";

/** Stops the model: the rectification whose id is given, else all that run. */
export const cancelRectify: Command = {
  run(studio, id) {
    studio.rectifications.cancel(typeof id === "string" ? id : null);
  },
};
