import { expect, it, onTestFinished, vi } from "vitest";
import type { DatasetSession } from "../../../src/storage/types.ts";
import { jsonl, openText, processRow } from "./support.ts";

async function found(session: DatasetSession, text: string): Promise<number[]> {
  const rows: number[] = [];
  for await (const hits of session.search({ text })) rows.push(...hits.map(({ row }) => row));
  return rows;
}

it("a search that comes while threads end that had nothing to do is done by others", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { session } = await openText(jsonl([0, 1, 2].map((id) => processRow(id))), { stateDir: null });
  expect(await found(session, "case-1")).toEqual([1]);
  vi.advanceTimersByTime(30_000);
  expect(await found(session, "case-2")).toEqual([2]);
});
