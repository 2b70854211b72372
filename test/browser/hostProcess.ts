import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FreshServer } from "../support/codeServerHome.ts";

/** Process numbers of a server's extension hosts. One ends some time after its window was closed. */
export function extensionHosts({ home }: FreshServer): readonly number[] {
  const mark = `STEPDPO_STATE=${join(home, "state")}`;
  return readdirSync("/proc")
    .filter(
      (pid) =>
        /^\d+$/u.test(pid) &&
        read(pid, "cmdline").includes("--type=extensionHost") &&
        read(pid, "environ").includes(mark),
    )
    .map(Number);
}

/** Kills the extension hosts of a server, as a machine that is out of memory does. Returns how many there were. */
export function killExtensionHosts(server: FreshServer): number {
  const hosts = extensionHosts(server);
  for (const pid of hosts) process.kill(pid, "SIGKILL");
  return hosts.length;
}

/** A process may end while it is looked at. */
function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
