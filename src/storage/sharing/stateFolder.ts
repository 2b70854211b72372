import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder of what is kept of datasets between processes, one for the extension in all its windows and for the
 * command line: they share unsaved edits there. `STEPDPO_STATE` moves it.
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const given = env["STEPDPO_STATE"];
  if (given !== undefined && given !== "") return given;
  return join(userState(env, platform, home), "step-dpo-studio", "datasets");
}

/** Where programs keep the person's state, as the platform has it. */
function userState(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === "darwin") return join(home, "Library", "Application Support");
  const [set, otherwise] =
    platform === "win32"
      ? [env["LOCALAPPDATA"], join(home, "AppData", "Local")]
      : [env["XDG_STATE_HOME"], join(home, ".local", "state")];
  return set === undefined || set === "" ? otherwise : set;
}
