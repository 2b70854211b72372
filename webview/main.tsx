import "./parts/nonce.ts";
import "@vscode/codicons/dist/codicon.css";
import "katex/dist/katex.min.css";
import "./styles/base.css";
import "./styles/header.css";
import "./styles/find.css";
import "./styles/text.css";
import "./styles/trace.css";
import "./styles/splitter.css";
import "./styles/rectify.css";
import "./styles/overlay.css";
import { render } from "preact";
import { client, serve } from "../src/protocol/rpc.ts";
import type { HostApi, WebviewApi } from "../src/protocol/traceEditor.ts";
import { defineToolkit } from "./parts/toolkit.ts";
import { reportMoves, start, webviewApi } from "./state/connect.ts";
import { messageOf, type Context } from "./state/context.ts";
import { watchHost } from "./state/heartbeat.ts";
import { AppContext } from "./state/hooks.ts";
import { initialState } from "./state/state.ts";
import { createStore } from "./state/store.ts";
import { hostChannel, readSaved, type Saved, type VsCodeApi } from "./state/vscode.ts";
import { App } from "./views/App.tsx";

declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const channel = hostChannel(vscode, window);
const store = createStore(initialState);
const context: Context = { host: client<HostApi>(channel).api, store };

defineToolkit();
serve<WebviewApi>(channel, webviewApi(context), (error) =>
  store.dispatch({ kind: "notice", notice: { kind: "error", message: messageOf(error) } }),
);
reportMoves(context);
const root = document.createElement("div");
root.id = "app";
document.body.append(root);
render(
  <AppContext.Provider value={context}>
    <App />
  </AppContext.Provider>,
  root,
);
watchHost(context, channel);
void start(context, readSaved(vscode.getState())).then(() =>
  store.subscribe(() => {
    const { place, pairSource } = store.get();
    vscode.setState({ place, pairSource } satisfies Saved);
  }),
);
