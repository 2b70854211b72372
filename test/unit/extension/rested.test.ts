import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Rested } from "../../../src/extension/rested.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the last of quick changes is told once it is quiet; none after it is stopped", () => {
  const told: number[] = [];
  const rested = new Rested<number>(150, (last) => told.push(last));
  for (const value of [1, 2, 3]) {
    rested.change(value);
    vi.advanceTimersByTime(100);
  }
  expect(told).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(told).toEqual([3]);
  vi.advanceTimersByTime(1000);
  rested.change(4);
  rested.stop();
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([3]);
});
