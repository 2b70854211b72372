// @ts-check
/** `npm run check`: types, lint, format and dead code. */
import { bootstrap } from "./lib/bootstrap.mjs";
import { runMain } from "./lib/say.mjs";

await runMain(async () => {
  await bootstrap();
  const { runChecks } = await import("./lib/checks.mjs");
  const results = await runChecks();
  return results.every((result) => result.passed) ? 0 : 1;
});
