import { expect, test, vi } from "vitest";
import { Hearing } from "../../../../src/extension/editor/hearing.ts";

const posted = () => new Promise((resolve) => setTimeout(resolve, 2));

test("a view hears once its start was answered, and is told that something changed since the answer was begun", async () => {
  const hearing = new Hearing();
  const begin = vi.fn<(missed: boolean) => void>();
  hearing.miss();
  let answer: (value: string) => void = () => undefined;
  const start = hearing.start(() => new Promise<string>((resolve) => (answer = resolve)), begin);
  answer("a start");
  expect(await start).toBe("a start");
  expect(hearing.now).toBe(false);
  await posted();
  expect(hearing.now).toBe(true);
  expect(begin).toHaveBeenLastCalledWith(false);

  const again = hearing.start(() => Promise.resolve(), begin);
  hearing.miss();
  await again;
  await posted();
  expect(begin).toHaveBeenLastCalledWith(true);
});

test("a view that was hidden while its start was answered does not hear", async () => {
  const hearing = new Hearing();
  const begin = vi.fn<(missed: boolean) => void>();
  const start = hearing.start(() => Promise.resolve(), begin);
  hearing.stop();
  await start;
  await posted();
  expect(hearing.now).toBe(false);
  expect(begin).not.toHaveBeenCalled();
  await hearing.start(() => Promise.resolve(), begin);
  await posted();
  expect(hearing.now).toBe(true);
  hearing.stop();
  expect(hearing.now).toBe(false);
});
