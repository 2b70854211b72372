// @ts-check
import { findProgram, needSystem } from "./debian.mjs";

const find = () =>
  process.env["CHROMIUM"] ??
  findProgram("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

/** The path of a Chromium; on Debian it is installed where it is missing and this user may. `CHROMIUM` names another. */
export function ensureChromium() {
  needSystem(
    [{ debian: "chromium", what: "Chromium (or CHROMIUM=path)", present: () => find() !== undefined }],
    "The browser tests",
  );
  return /** @type {string} */ (find());
}
