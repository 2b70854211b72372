// @ts-check
/**
 * `npm start [-- --browser] [--port N] [--no-open] [--reset-sample]`: installs what is needed, builds, gets the embedded
 * model, and opens the sample dataset in VS Code: the desktop one if `code` is on PATH, else one in the browser.
 */
import { parseArgs } from "node:util";
import { bootstrap } from "./lib/bootstrap.mjs";
import { runMain } from "./lib/say.mjs";

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      browser: { type: "boolean", default: false },
      port: { type: "string" },
      "no-open": { type: "boolean", default: false },
      "reset-sample": { type: "boolean", default: false },
    },
  });
  await bootstrap();
  const { start } = await import("./lib/start.mjs");
  await start({
    browser: values.browser,
    port: values.port,
    open: !values["no-open"],
    resetSample: values["reset-sample"],
  });
});
