import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FreshServer } from "../support/codeServerHome.ts";

/** Kills the extension hosts of a server, as a machine that is out of memory does. Returns how many there were. */
export function killExtensionHosts({ home }: FreshServer): number {
  const mark = `STEPDPO_STATE=${join(home, "state")}`;
  const hosts = readdirSync("/proc").filter(
    (pid) =>
      /^\d+$/u.test(pid) &&
      read(pid, "cmdline").includes("--type=extensionHost") &&
      read(pid, "environ").includes(mark),
  );
  for (const pid of hosts) process.kill(Number(pid), "SIGKILL");
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
