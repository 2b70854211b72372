import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Unit tests of the library on Node, and of webview parts under a simulated DOM. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    // What a busy machine takes: a test that fails must not fail for that.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"], environment: "node" } },
      {
        extends: true,
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "webview",
          include: ["test/webview/**/*.test.{ts,tsx}"],
          environment: "happy-dom",
          setupFiles: ["test/webview/setup.ts"],
        },
      },
    ],
  },
});
