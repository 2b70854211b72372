// @ts-check
/**
 * `npm start`: installs what is needed, builds, gets the embedded model, and opens the sample dataset in VS Code: the
 * desktop one if `code` is on PATH, else one in the browser. `npm start -- --help` lists its options.
 */
import { bootstrap } from "./lib/bootstrap.mjs";
import { options } from "./lib/options.mjs";
import { runMain, say } from "./lib/say.mjs";

const help = `npm start [-- OPTION...]
  Opens the sample dataset in VS Code with the extension as it is here. The first start gets what is needed.

  --browser       in VS Code in the browser, also where \`code\` is on the PATH
  --port N        of VS Code in the browser; 8180, or a free one, where not given
  --no-open       print the address of VS Code in the browser without opening it
  --reset-sample  put the sample dataset back as it was
  -h, --help      print this`;

await runMain(async () => {
  const values = options({
    browser: { type: "boolean", default: false },
    port: { type: "string" },
    "no-open": { type: "boolean", default: false },
    "reset-sample": { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  if (values.help) return say(help);
  await bootstrap();
  const { start } = await import("./lib/start.mjs");
  await start({
    browser: values.browser,
    port: values.port,
    open: !values["no-open"],
    resetSample: values["reset-sample"],
  });
});
