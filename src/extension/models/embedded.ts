import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import { downloadEmbeddedModel, embeddedModelName, modelPath } from "../../models/index.ts";
import type { ModelRef } from "../../models/types.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { addAndTest } from "./addModel.ts";
import { freeName } from "./choice.ts";
import { cancellable, testWithProgress } from "./dialogues.ts";

/** Downloads the embedded model, going on where an earlier download stopped; or takes a GGUF file. */
export async function getEmbeddedModelDialogue(studio: Studio): Promise<void> {
  const { models } = studio;
  const path = modelPath(embeddedModelName, models.modelsDir, models.modelsDir);
  const there = existsSync(path);
  const download = {
    label: there
      ? "$(check) SmolLM2 135M Is on This Machine: Use It"
      : "$(cloud-download) Download SmolLM2 135M",
    detail: there ? path : "271 MB, into the user’s cache; a broken download goes on where it stopped",
  };
  const file = { label: "$(file-binary) Choose a GGUF File…", detail: "A model that you have already" };
  const chosen = await vscode.window.showQuickPick([download, file], { title: "Get the Embedded Model" });
  if (chosen === undefined) return;
  if (chosen === file) {
    const ref = await chooseGguf(studio);
    if (ref !== null) await addAndTest(studio, ref);
    return;
  }
  if (!there && !(await fetchModel(studio, path))) return;
  models.refresh();
  const ref = models.all().find((one) => one.provider === "embedded" && one.model === embeddedModelName);
  if (ref === undefined) return;
  await models.choose(ref.name);
  await testWithProgress(studio, ref);
}

async function fetchModel(studio: Studio, path: string): Promise<boolean> {
  try {
    await cancellable("Getting the embedded model", (signal, progress) => {
      let shown = 0;
      return downloadEmbeddedModel(
        {
          path,
          progress: (done, total) => {
            const percent = Math.floor((done / total) * 100);
            if (percent > shown)
              progress.report({
                increment: percent - shown,
                message: `${megabytes(done)} of ${megabytes(total)} MB`,
              });
            shown = Math.max(shown, percent);
          },
        },
        signal,
      );
    });
    return true;
  } catch (error) {
    if (error instanceof vscode.CancellationError) return false;
    studio.log.error(`Getting the embedded model: ${messageOf(error)}`);
    const again = "Try Again";
    const choose = "Choose a GGUF File…";
    const answer = await vscode.window.showErrorMessage(
      `The embedded model could not be fetched. ${messageOf(error)}`,
      again,
      choose,
    );
    if (answer === again) return fetchModel(studio, path);
    if (answer === choose) {
      const ref = await chooseGguf(studio);
      if (ref !== null) await addAndTest(studio, ref);
    }
    return false;
  }
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString("en-US");
}

/** Asks for a GGUF file; null where the person leaves. */
export async function chooseGguf(studio: Studio): Promise<ModelRef | null> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Choose a GGUF Model File",
    openLabel: "Use Model",
    filters: { "GGUF Models": ["gguf"], "All Files": ["*"] },
  });
  const path = chosen?.[0]?.fsPath;
  if (path === undefined) return null;
  const name = freeName(studio.models.all(), basename(path).replace(/\.gguf$/iu, ""));
  return { name, provider: "embedded", model: path, baseUrl: null, continuation: null, template: null };
}
