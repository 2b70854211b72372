import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The loop as a person does it, in a real VS Code in a real browser: one file after another, since each starts its own. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/browser/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    // A machine of two cores runs the editor, the browser and the model at once, and may have others' work besides. Each
    // single thing that is waited for has a minute (`test/support/workbench.ts`).
    testTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    // A real editor in a real browser on a busy machine: what fails twice is wrong.
    retry: 1,
    hookTimeout: 300_000,
  },
});
