import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Paced } from "../../../src/extension/paced.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("changes are told at once where it has been quiet, else together, and the end of work always at once", () => {
  let running = true;
  const told: boolean[] = [];
  const paced = new Paced(
    1000,
    () => told.push(running),
    () => running,
  );
  paced.change();
  for (let k = 0; k < 5; k++) paced.change();
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(1000);
  expect(told).toHaveLength(2);
  // Told just now, so that the next waits too.
  paced.change();
  expect(told).toHaveLength(2);
  running = false;
  paced.change();
  expect(told).toEqual([true, true, false]);
  vi.advanceTimersByTime(5000);
  expect(told).toHaveLength(3);
  paced.change();
  paced.change();
  paced.stop();
  vi.advanceTimersByTime(5000);
  expect(told).toHaveLength(4);
});
