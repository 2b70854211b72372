import { render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { watchHost } from "../../webview/state/heartbeat.ts";
import { open, settled } from "./open.tsx";

afterEach(() => {
  vi.useRealTimers();
  render(null, document.body.firstElementChild ?? document.body);
});

/** The view with its watch, and what comes from the host. */
async function watched() {
  const view = await open();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  const listeners = new Set<(message: unknown) => void>();
  const say = () => listeners.forEach((listener) => listener({}));
  const alive = view.host.alive.bind(view.host);
  view.host.alive = async () => {
    await alive();
    say();
  };
  const stop = watchHost(view.context, {
    onMessage: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const after = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    const rendered = settled();
    await vi.advanceTimersByTimeAsync(10);
    await rendered;
    return view.all(".banner-error").map(({ textContent }) => textContent);
  };
  return { ...view, say, stop, after };
}

test("a host that no longer answers is told of; one that was busy is not any more", async () => {
  const { host, find, stop, after } = await watched();
  expect(await after(60_000)).toEqual([]);
  host.dead = true;
  expect(await after(25_000)).toEqual([]);
  expect(await after(15_000)).toEqual([expect.stringMatching(/does not answer.*No edit is lost/su)]);
  expect(find(".banner-error a").getAttribute("href")).toBe("command:workbench.action.reloadWindow");
  host.revive();
  expect(await after(100)).toEqual([]);
  stop();
  host.dead = true;
  expect(await after(120_000)).toEqual([]);
});

test("a host that says anything is there, even while it doesn't answer", async () => {
  const { host, say, stop, after } = await watched();
  host.dead = true;
  for (let time = 0; time < 5; time++) {
    expect(await after(25_000)).toEqual([]);
    say();
  }
  expect(await after(40_000)).toHaveLength(1);
  say();
  expect(await after(100)).toEqual([]);
  stop();
});
