import { render } from "preact";
import type { WebviewApi } from "../../src/protocol/traceEditor.ts";
import { start, webviewApi } from "../../webview/state/connect.ts";
import type { Context } from "../../webview/state/context.ts";
import { AppContext } from "../../webview/state/hooks.ts";
import { initialState } from "../../webview/state/state.ts";
import { createStore } from "../../webview/state/store.ts";
import type { Saved } from "../../webview/state/vscode.ts";
import { App } from "../../webview/views/App.tsx";
import { FakeHost } from "./harness/fakeHost.ts";

/** The view in a simulated page, with an invented host on the other side. */
export interface Opened {
  readonly host: FakeHost;
  readonly context: Context;
  /** Calls that the host makes. */
  readonly view: WebviewApi;
  /** Presses keys, and waits for what they do. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Lets the model write on; without a count, until it has ended. */
  readonly write: (ticks?: number) => Promise<void>;
  readonly find: (selector: string) => HTMLElement;
  readonly all: (selector: string) => HTMLElement[];
  /** Clicks the control whose text or label has these words. */
  readonly click: (words: string) => Promise<void>;
}

/** Lets promises and renders that are under way come to their end. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 6; round++) await new Promise((resolve) => setTimeout(resolve));
}

/** Opens the view. `prepare` changes the host first. */
export async function open(
  prepare: (host: FakeHost) => void = () => undefined,
  saved: Saved | null = null,
): Promise<Opened> {
  const waiting: (() => void)[] = [];
  const store = createStore(initialState);
  const views: WebviewApi[] = [];
  // The host is made first, since the context needs it; its calls reach the view once that is there.
  const relay = new Proxy({} as WebviewApi, {
    get:
      (_, name) =>
      (...args: unknown[]): unknown => {
        const method: unknown = views[0] === undefined ? undefined : Reflect.get(views[0], name);
        return typeof method === "function" ? Reflect.apply(method, views[0], args) : undefined;
      },
  });
  const host = new FakeHost(relay, (work) => waiting.push(work));
  const context: Context = { host, store };
  views.push(webviewApi(context));
  prepare(host);
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  render(
    <AppContext.Provider value={context}>
      <App />
    </AppContext.Provider>,
    root,
  );
  await start(context, saved);
  await settled();
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
  const find = (selector: string) => {
    const found = document.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`There is no ${selector} in:\n${document.body.textContent}`);
    return found;
  };
  return {
    host,
    context,
    view: relay,
    find,
    all,
    press: async (...keys) => {
      for (const key of keys) {
        (document.activeElement ?? document.body).dispatchEvent(
          new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true }),
        );
        await settled();
      }
    },
    write: async (ticks = 1000) => {
      for (let tick = 0; tick < ticks; tick++) {
        const work = waiting.shift();
        if (work === undefined) break;
        work();
      }
      await settled();
    },
    click: async (words) => {
      const control = all("button, vscode-button").find((element) =>
        `${element.textContent} ${element.getAttribute("aria-label") ?? ""}`.includes(words),
      );
      if (control === undefined) throw new Error(`Nothing to click says "${words}".`);
      control.click();
      await settled();
    },
  };
}
