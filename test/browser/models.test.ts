import { afterAll, describe, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { fakeServer, type FakeServer } from "../support/fakeServer.ts";
import { folderOf } from "./folder.ts";
import { solvedRow } from "./rows.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();
let server: FakeServer | undefined;

afterAll(() => server?.close());

describe("a model on a server", () => {
  it("is added in the Models view, tested, chosen, and rectifies", async () => {
    server = await fakeServer("vllm", ["3 + 5 = 8.\nA: 8"]);
    const folder = folderOf(suite.server(), {
      files: { "data.jsonl": `${solvedRow(3, 5, 9)}\n` },
      settings: { "stepDpo.rectify.samples": 2 },
    });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench, panel } = editor;
    await workbench.viewContainer("Step-DPO");
    await workbench.page.locator('.part.sidebar .pane-header[aria-label^="Models"]').hover();
    await workbench.page.locator('.part.sidebar .action-label[aria-label^="Add Model"]').click();
    await workbench.quickPick("OpenAI-Compatible Server");
    await workbench.answer("not an address");
    await workbench.page.locator(".quick-input-message").filter({ hasText: /http/u }).waitFor();
    await workbench.answer(server.baseUrl);
    await workbench.quickPick("served-model");
    await workbench.page.locator(".quick-input-widget").getByText("Add Model: Name").waitFor();
    await workbench.answer("lab");

    // It is tested at once, in use, and shown with the way it continues a prefix.
    await workbench.notification(/lab: .*tokens in/u).waitFor();
    await workbench.treeRow(/^lab.*in use/u).waitFor();
    await workbench.screenshot("model-added");

    await workbench.treeRow(/^data\.jsonl.* row/u).click();
    await workbench.treeRow(/^1\s+What is/u).click();
    await editor.step(1).click();
    await workbench.page.keyboard.press("r");
    await editor.candidatesThat("win").first().waitFor();
    await panel.getByText(/^lab: /u).waitFor();
  });
});
