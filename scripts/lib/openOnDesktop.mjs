// @ts-check
import { runToEnd } from "./bootstrap.mjs";
import { say, step, Stop } from "./say.mjs";

/**
 * Installs the extension into the desktop VS Code and opens a folder there.
 * @param {string} code - the program
 * @param {{ path: string }} vsix
 * @param {string} folder
 */
export async function openOnDesktop(code, vsix, folder) {
  await step("Installing the extension into VS Code", () =>
    run(code, ["--install-extension", vsix.path, "--force"]),
  );
  await run(code, [folder]);
  say(
    `VS Code shows ${folder}: choose Step-DPO in its activity bar. (npm start -- --browser opens one in the browser instead.)`,
  );
}

/** @param {string} code @param {string[]} args */
async function run(code, args) {
  const shell = process.platform === "win32";
  const exit = await runToEnd(code, args, { stdio: ["ignore", "ignore", "inherit"], shell });
  if (exit !== 0)
    throw new Stop(
      `${code} ${args.join(" ")} failed (exit ${exit}). npm start -- --browser does without it.`,
    );
}
