import { expect, test } from "vitest";
import { RowSender } from "../../../../src/extension/editor/rowSender.ts";

test("of a row that changes while it is read, what it is now is sent last, and not what it was in between", async () => {
  const now = new Map<number, number>();
  const sent: (readonly [row: number, value: number | undefined])[] = [];
  const reads: (() => void)[] = [];
  const sender = new RowSender(async (row) => {
    const value = now.get(row);
    await new Promise<void>((resolve) => reads.push(resolve));
    sent.push([row, value]);
  });
  const change = (row: number, value: number): void => {
    now.set(row, value);
    sender.changed(row);
  };
  const read = async (): Promise<void> => {
    reads.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  change(1, 1);
  change(2, 1);
  change(1, 2);
  change(1, 3);
  expect(reads).toHaveLength(1);
  while (reads.length > 0) await read();
  expect(sent).toEqual([
    [1, 1],
    [2, 1],
    [1, 3],
  ]);
  change(2, 2);
  await read();
  expect(sent.at(-1)).toEqual([2, 2]);
});
