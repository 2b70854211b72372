import "../parts/nonce.ts";
import "@vscode/codicons/dist/codicon.css";
import "katex/dist/katex.min.css";
import "../styles/base.css";
import "../styles/header.css";
import "../styles/text.css";
import "../styles/trace.css";
import "../styles/splitter.css";
import "../styles/mapping.css";
import { render } from "preact";
import type { MappingHostApi } from "../../src/protocol/mapping.ts";
import { client } from "../../src/protocol/rpc.ts";
import { defineToolkit } from "../parts/toolkit.ts";
import { hostChannel, type VsCodeApi } from "../state/vscode.ts";
import { MappingPanel } from "./MappingPanel.tsx";

declare function acquireVsCodeApi(): VsCodeApi;

const { api } = client<MappingHostApi>(hostChannel(acquireVsCodeApi(), window));
defineToolkit();
const root = document.createElement("div");
root.id = "app";
document.body.append(root);
render(<MappingPanel host={api} />, root);
