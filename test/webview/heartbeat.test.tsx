import { render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { watchHost } from "../../webview/state/heartbeat.ts";
import { open, settled } from "./open.tsx";

afterEach(() => {
  vi.useRealTimers();
  render(null, document.body.firstElementChild ?? document.body);
});

test("a host that no longer answers is told of; one that was busy is not any more", async () => {
  const view = await open();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 1 });
  const stop = watchHost(view.context);
  const after = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    await settled();
    return view.all(".banner-error").map(({ textContent }) => textContent);
  };
  expect(await after(20_000)).toEqual([]);
  view.host.dead = true;
  expect(await after(5000)).toEqual([]);
  expect(await after(10_000)).toEqual([expect.stringMatching(/does not answer.*No edit is lost/su)]);
  expect(view.find(".banner-error a").getAttribute("href")).toBe("command:workbench.action.reloadWindow");
  view.host.revive();
  expect(await after(100)).toEqual([]);
  stop();
  view.host.dead = true;
  expect(await after(60_000)).toEqual([]);
});
