import { expect, test, vi } from "vitest";
import { SentRow } from "../../../../src/extension/editor/sentRow.ts";
import type { RowState } from "../../../../src/protocol/traceEditor.ts";

/** A row as far as it matters here. */
function state(index: number, line: number): RowState {
  return { index, line } as RowState;
}
const posted = () => new Promise((resolve) => setTimeout(resolve));
const itself = (row: RowState) => row;
const lineIs = (value: number) => ({ fields: { line: { value } } });

test("of the row that was sent last, only what changed is sent", async () => {
  const sent = new SentRow();
  expect(sent.change(state(1, 1))).toBeNull();
  expect(sent.change(state(1, 2))).toEqual(lineIs(2));
  expect(sent.change(state(2, 2))).toBeNull();
  expect(sent.change(state(1, 3))).toBeNull();
  await sent.answer(() => Promise.resolve(state(5, 1)), itself);
  await posted();
  expect(sent.change(state(5, 2))).toEqual(lineIs(2));
});

test("what changes while an answer is under way is sent as a whole, and so is the next", async () => {
  const sent = new SentRow();
  sent.change(state(1, 1));
  const answer = sent.answer(() => Promise.resolve(state(1, 1)), itself);
  expect(sent.change(state(1, 2))).toBeNull();
  await answer;
  await posted();
  expect(sent.change(state(1, 3))).toBeNull();
  expect(sent.change(state(1, 4))).toEqual(lineIs(4));
});

test("after an answer that failed, or held no row, the whole row is sent", async () => {
  const sent = new SentRow();
  for (const make of [() => Promise.reject(new Error("no")), () => Promise.resolve(null)]) {
    sent.change(state(1, 1));
    await sent.answer<RowState | null>(make, (row) => row).catch(vi.fn());
    await posted();
    expect(sent.change(state(1, 2))).toBeNull();
  }
});
