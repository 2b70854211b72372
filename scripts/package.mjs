// @ts-check
/** `npm run package [-- --target T | --target all] [--out FILE]`: a VSIX for a platform, this one if none is named. */
import { bootstrap } from "./lib/bootstrap.mjs";
import { options } from "./lib/options.mjs";
import { runMain, say, Stop } from "./lib/say.mjs";

await runMain(async () => {
  const values = options({ target: { type: "string" }, out: { type: "string" }, list: { type: "boolean" } });
  await bootstrap();
  const { binaryPackages, thisTarget } = await import("./lib/embeddedRuntime.mjs");
  const { packageVsix } = await import("./lib/package.mjs");
  const known = /** @type {import("./lib/embeddedRuntime.mjs").Target[]} */ (Object.keys(binaryPackages));
  const targets =
    values.target === "all" ? known : known.filter((target) => target === (values.target ?? thisTarget()));
  if (targets.length === 0)
    throw new Stop(`--target is one of: ${known.join(", ")}, all. This platform is ${thisTarget()}.`);
  if (values.out && targets.length > 1) throw new Stop("--out names one file: give one --target.");
  for (const target of targets) {
    const { path, bytes, names } = await packageVsix({ target, ...(values.out ? { out: values.out } : {}) });
    if (values.list) process.stdout.write(`${names.join("\n")}\n`);
    say(`${path}: ${(bytes / 1e6).toFixed(1)} MB, ${names.length} files`);
  }
});
