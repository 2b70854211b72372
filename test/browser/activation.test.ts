import { describe, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";

const suite = browserSuite();

describe("the installed extension", () => {
  it("shows its view container with the Datasets view", async () => {
    const workbench = await suite.open(suite.server().workspace());
    await workbench.viewContainer("Step-DPO");
    await workbench.page.locator(".part.sidebar").getByText("Datasets").first().waitFor();
  });
});
