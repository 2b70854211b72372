import { describe, expect, it } from "vitest";
import { traceEditorPage } from "../../../../src/extension/editor/html.ts";

describe("traceEditorPage", () => {
  const page = traceEditorPage({
    script: 'https://x/webview.js?a="b"&c',
    style: "https://x/webview.css",
    cspSource: "https://x",
    nonce: "abc",
  });
  const policy = /Content-Security-Policy" content="([^"]*)"/u.exec(page)?.[1] ?? "";

  it("allows scripts by nonce alone and nothing inline or remote", () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'nonce-abc'");
    expect(policy).not.toMatch(/unsafe|https:\s|\*|connect-src/u);
  });

  it("quotes addresses", () => {
    expect(page).toContain('src="https://x/webview.js?a=&quot;b&quot;&amp;c"');
  });
});
