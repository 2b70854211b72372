import type { Command } from "../command.ts";

/** Shows the extension's log. */
export const showLog: Command = {
  run(studio) {
    studio.log.show();
  },
};
