import { afterEach, describe, expect, it, vi } from "vitest";
import { SessionTable } from "../../../../src/pipeline/view/sessionTable.ts";
import { fakeSession, processBench } from "../../extension/fakeSession.ts";

const rows = Array.from({ length: 100 }, (_, k) => processBench(k, ["One.", "Two."], -1));

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("SessionTable", () => {
  it("is left off where nobody waits any more, and gone on with from there", async () => {
    const later = vi.spyOn(globalThis, "setTimeout");
    const session = fakeSession(rows);
    const table = new SessionTable(session, () => undefined, {});
    const abort = new AbortController();
    const waiting = table.whenComplete(abort.signal);
    await table.grown(new AbortController().signal);
    abort.abort(new Error("No longer wanted."));
    await expect(waiting).rejects.toThrow("No longer wanted.");
    // What a second later is done.
    const leaveOff = later.mock.calls.find(([, after]) => after === 1000)?.[0] as (() => void) | undefined;
    leaveOff?.();
    for (let k = 0; k < 5; k++) await tick();
    const { known } = table;
    expect(known).toBeGreaterThan(0);
    expect(known).toBeLessThan(100);
    await table.whenComplete(new AbortController().signal);
    expect(table.known).toBe(100);
    const again = session.reads.filter((row) => row === 0).length;
    expect(again).toBe(1);
    await table.close();
  });

  it("says how it failed, and tries again when asked", async () => {
    const session = fakeSession(rows);
    const read = session.rows.bind(session);
    let broken = true;
    session.rows = (from, to) => (broken ? Promise.reject(new Error("The disk is gone.")) : read(from, to));
    const table = new SessionTable(session, () => undefined, {});
    const { signal } = new AbortController();
    await expect(table.whenComplete(signal)).rejects.toThrow("The disk is gone.");
    broken = false;
    await table.whenComplete(signal);
    expect(table.known).toBe(100);
    await table.close();
    await expect(table.grown(signal)).rejects.toThrow("closed");
  });
});
