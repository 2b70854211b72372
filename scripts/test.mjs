// @ts-check
/**
 * `npm test [-- --only check,unit,webview,host,browser]`: all suites, one after another, each whatever became of the others.
 * The last line is `N passed, N failed`, summed.
 */
import { bootstrap, runToEnd, node24 } from "./lib/bootstrap.mjs";
import { runMain } from "./lib/say.mjs";

await runMain(async () => {
  await bootstrap();
  return await runToEnd(node24, ["test/support/suites.ts", ...process.argv.slice(2)]);
});
