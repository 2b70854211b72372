// @ts-check
import { ensureEmbeddedModel } from "../model.mjs";
import { freshVsix } from "./freshVsix.mjs";
import { findProgram } from "./debian.mjs";
import { openInBrowser } from "./openInBrowser.mjs";
import { openOnDesktop } from "./openOnDesktop.mjs";
import { sampleWorkspace } from "./sampleWorkspace.mjs";
import { say, step, Stop } from "./say.mjs";

/**
 * Opens the sample dataset in VS Code with the extension of this source tree.
 * @param {{ browser: boolean, port: string | undefined, open: boolean, resetSample: boolean }} choice - `browser`: even where
 *   a desktop VS Code is there; `open`: the address too, not only print it
 */
export async function start({ browser, port, open, resetSample }) {
  const vsix = await freshVsix();
  await getModel();
  const folder = sampleWorkspace(resetSample);
  const code = browser ? undefined : findProgram("code");
  if (code) await openOnDesktop(code, vsix, folder);
  else await openInBrowser({ vsix, folder, port, open });
}

/** Without it the rest works, with a server as the model: so its lack is told, and stops nothing. */
async function getModel() {
  try {
    await step("Getting the embedded model", () => ensureEmbeddedModel());
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`! Going on without the embedded model: ${error.message}`);
  }
}
