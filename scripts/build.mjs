// @ts-check
/** `npm run build [-- --watch | --minify]`: everything in dist/. */
import { parseArgs } from "node:util";
import { bootstrap } from "./lib/bootstrap.mjs";
import { runMain } from "./lib/say.mjs";

await runMain(async () => {
  const { values } = parseArgs({ options: { watch: { type: "boolean" }, minify: { type: "boolean" } } });
  await bootstrap();
  const { build } = await import("./lib/build.mjs");
  await build(values);
});
