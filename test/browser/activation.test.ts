import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/lib/bootstrap.mjs";
import { browserSuite } from "../support/browserSuite.ts";

const suite = browserSuite();

describe("the installed extension", () => {
  it("shows its view container with the Datasets view, and what to begin with where there is none", async () => {
    const workbench = await suite.open(suite.server().workspace());
    await workbench.viewContainer("Step-DPO");
    const sidebar = workbench.page.locator(".part.sidebar");
    await sidebar.getByText("Datasets").first().waitFor();
    await sidebar.getByRole("button", { name: "Open Sample Dataset" }).waitFor();
  });

  it("doesn't say so while it still looks for datasets", async () => {
    const workbench = await suite.open(suite.server().workspace(join(root, "media/sample")));
    const { page } = workbench;
    await page.evaluate(`
      const look = () => { if (document.body.innerText.includes("Open Sample Dataset")) window.welcomed = true; };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    `);
    await workbench.viewContainer("Step-DPO");
    await workbench.treeRow("traces.jsonl").waitFor();
    expect(await page.evaluate("window.welcomed === true")).toBe(false);
  });
});
