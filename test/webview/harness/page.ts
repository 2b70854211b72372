import { notifier, serve, type Channel } from "../../../src/protocol/rpc.ts";
import type { HostApi, WebviewApi } from "../../../src/protocol/traceEditor.ts";
import { FakeHost } from "./fakeHost.ts";
import themes from "./themes.json";

/** What the page's scripts and the person at the console can reach. */
declare global {
  interface Window {
    fakeHost: FakeHost;
    view: WebviewApi;
    setTheme: (name: keyof typeof themes) => void;
    acquireVsCodeApi: () => unknown;
  }
}

const kinds = { light: "vscode-light", dark: "vscode-dark", contrast: "vscode-high-contrast" } as const;

/** Does what VS Code does to a webview: variables on the root, a class and a kind on the body. */
window.setTheme = (name) => {
  const root = document.documentElement;
  for (const old of [...root.style]) root.style.removeProperty(old);
  for (const [variable, value] of Object.entries(themes[name])) root.style.setProperty(variable, value);
  document.body.className = kinds[name];
  document.body.dataset["vscodeThemeKind"] = kinds[name];
};
const query = new URLSearchParams(location.search);
const asked = query.get("theme");
window.setTheme(asked === "dark" || asked === "contrast" ? asked : "light");

const listeners = new Set<(message: unknown) => void>();
/** The host's end; messages are copied, as VS Code's are. */
const channel: Channel = {
  post: (message) => window.postMessage(structuredClone(message), "*"),
  onMessage: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
let kept: unknown;
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => {
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => listeners.forEach((listener) => listener(copy)));
  },
  getState: () => kept,
  setState: (state: unknown) => (kept = state),
});

const tick = Number(query.get("tick") ?? "120");
window.view = notifier<WebviewApi>(channel);
window.fakeHost = new FakeHost(window.view, (work) => setTimeout(work, tick));
serve<HostApi>(channel, window.fakeHost);
