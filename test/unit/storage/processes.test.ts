import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { asProcess, Processes, processes } from "../../../src/storage/sharing/processes.ts";
import { startTimesOn } from "../../../src/storage/sharing/startTimes.ts";

const gone = 999_999_999;

/** A process of this machine that runs, and that the test did not start. */
const running = process.ppid;

describe("this system", () => {
  it("tells that a process runs, until it has ended", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"]);
    await once(child, "spawn");
    const pid = child.pid!;
    const mark = { pid, host: hostname(), started: await startTimesOn(process.platform).of(pid) };
    expect(mark.started).not.toBeNull();
    expect(await processes.isAlive(mark)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "close");
    expect(await processes.isAlive(mark)).toBe(false);
  });

  it("knows this process by its mark, as it is read out of a file", async () => {
    const mark = asProcess(JSON.stringify(processes.own))!;
    expect(mark).toEqual({ pid: process.pid, host: hostname(), started: expect.any(String) as string });
    expect(await processes.isAlive(mark)).toBe(true);
    expect(await processes.isAlive({ ...mark, started: "1" })).toBe(process.platform !== "linux");
    // A mark of a version that did not note the start.
    expect(await processes.isAlive({ ...mark, started: null })).toBe(true);
  });

  it("can't ask for a process of another machine: it counts as running", async () => {
    expect(await processes.isAlive({ pid: gone, host: "far-away", started: "1" })).toBe(true);
    expect(await processes.isAlive({ pid: gone, host: hostname(), started: null })).toBe(false);
  });
});

describe.each([
  ["darwin", "ps", "Wed Nov 25 22:54:19 2026\n"],
  ["win32", "powershell.exe", "2026-11-25T22:54:19.4830000Z\r\n"],
] as const)("%s", (platform, program, printed) => {
  /** What the system was asked, and what it answers. */
  function system(answer: string | Error) {
    const asked: { program: string; args: readonly string[]; zone: string | undefined }[] = [];
    const times = startTimesOn(platform, (name, args, env) => {
      asked.push({ program: name, args, zone: env["TZ"] });
      return typeof answer === "string" ? Promise.resolve(answer) : Promise.reject(answer);
    });
    return { asked, processes: new Processes(times), times };
  }
  const marked = (started: string) => ({ pid: running, host: hostname(), started });

  it("tells a process from one that had its number before", async () => {
    const { asked, processes: there } = system(printed);
    expect(await there.isAlive(marked("2026-11-25T22:54:18.900Z"))).toBe(true);
    expect(await there.isAlive(marked("2026-11-24T08:00:00.000Z"))).toBe(false);
    expect(asked[0]).toMatchObject({ program });
    expect(asked[0]!.args.at(-1)).toContain(String(running));
    if (platform === "darwin") expect(asked[0]!.zone).toBe("UTC");
  });

  it("is asked once of a process, and never of this one", async () => {
    const { asked, processes: there } = system(printed);
    expect(await there.isAlive(there.own)).toBe(true);
    expect(await there.isAlive({ ...there.own, started: "2001-01-01T00:00:00.000Z" })).toBe(false);
    expect(asked).toEqual([]);
    const mark = marked("2026-11-25T22:54:19.000Z");
    await Promise.all([there.isAlive(mark), there.isAlive(mark)]);
    await there.isAlive(mark);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["does not answer", new Error("ETIMEDOUT")],
    ["may not tell", ""],
  ])("that %s leaves a process running that has the number", async (_, answer) => {
    const { processes: there, times } = system(answer);
    expect(await times.of(running)).toBeNull();
    expect(await there.isAlive(marked("2026-11-24T08:00:00.000Z"))).toBe(true);
  });
});
