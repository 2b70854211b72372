import * as vscode from "vscode";
import { baseUrlOf } from "../../models/ref.ts";
import { ModelError, type ModelRef } from "../../models/types.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { freeName } from "./choice.ts";
import { cancellable, testWithProgress } from "./dialogues.ts";
import { chooseGguf, getEmbeddedModelDialogue } from "./embedded.ts";
import { serverModels } from "./serverModels.ts";

/** Servers by their usual address; the address can be changed. */
const servers = [
  {
    label: "OpenAI-Compatible Server…",
    detail: "vLLM, SGLang, llama.cpp, Ollama, LM Studio, or a service: by its address",
    url: "http://localhost:8000/v1",
  },
  {
    label: "vLLM or SGLang on This Machine",
    detail: "http://localhost:8000/v1",
    url: "http://localhost:8000/v1",
  },
  {
    label: "llama.cpp Server on This Machine",
    detail: "http://localhost:8080/v1",
    url: "http://localhost:8080/v1",
  },
  { label: "Ollama on This Machine", detail: "http://localhost:11434/v1", url: "http://localhost:11434/v1" },
];

/** Asks for a model step by step, tests it, and puts it into the settings. */
export async function addModelDialogue(studio: Studio): Promise<void> {
  const embedded = {
    label: "$(cloud-download) Embedded Model",
    detail: "Runs on this machine; no server, no key",
    url: "",
  };
  const file = { label: "$(file-binary) GGUF File…", detail: "Runs on this machine with llama.cpp", url: "" };
  const chosen = await vscode.window.showQuickPick([...servers, embedded, file], {
    title: "Add Model (1/4): What Runs It?",
  });
  if (chosen === undefined) return;
  if (chosen === embedded) return getEmbeddedModelDialogue(studio);
  const ref = chosen === file ? await chooseGguf(studio) : await askServer(studio, chosen.url);
  if (ref !== null) await addAndTest(studio, ref);
}

/** Puts a model into the settings, chooses it, and tests it. */
export async function addAndTest(studio: Studio, ref: ModelRef): Promise<void> {
  await studio.models.put(ref);
  await studio.models.choose(ref.name);
  await testWithProgress(studio, ref);
}

async function askServer(studio: Studio, usual: string): Promise<ModelRef | null> {
  const address = await vscode.window.showInputBox({
    title: "Add Model (2/4): Server Address",
    prompt: "Up to and including /v1",
    value: usual,
    ignoreFocusOut: true,
    validateInput: (input) => problemOf(() => baseUrlOf(input.trim())),
  });
  if (address === undefined) return null;
  const baseUrl = baseUrlOf(address.trim());
  const served = await listWithKey(studio, baseUrl);
  if (served === null) return null;
  const model = await chooseServed(served);
  if (model === null) return null;
  const name = await askName(studio, model);
  return name === null
    ? null
    : { name, provider: "openai", model, baseUrl, continuation: null, template: null };
}

/** The server's models; asks for a key where the server wants one. Null where the person leaves. */
async function listWithKey(studio: Studio, baseUrl: string): Promise<readonly string[] | null> {
  const { origin } = new URL(baseUrl);
  const list = async (): Promise<readonly string[]> => {
    const key = await studio.models.keys.get(origin);
    return cancellable(`Asking ${origin} for its models`, (signal) => serverModels(baseUrl, key, signal));
  };
  for (;;) {
    try {
      return await list();
    } catch (error) {
      if (error instanceof vscode.CancellationError) return null;
      if (error instanceof ModelError && error.kind === "refused-key") {
        if (!(await askKey(studio, origin, error.message))) return null;
        continue;
      }
      const again = "Try Again";
      const anyway = "Enter the Model Id";
      const answer = await vscode.window.showErrorMessage(messageOf(error), { modal: true }, again, anyway);
      if (answer === anyway) return [];
      if (answer !== again) return null;
    }
  }
}

/** Asks for a server's key and keeps it in the secret storage, bound to the origin. */
async function askKey(studio: Studio, origin: string, why: string): Promise<boolean> {
  const key = await vscode.window.showInputBox({
    title: "Add Model (3/4): Key",
    prompt: `${why} The key is kept in the editor’s secret storage, for ${origin} alone.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (input) => (input.trim() === "" ? "Paste the key." : null),
  });
  if (key === undefined) return false;
  await studio.models.keys.set(origin, key.trim());
  return true;
}

async function chooseServed(served: readonly string[]): Promise<string | null> {
  const other = { label: "$(edit) Another Model Id…" };
  const picked =
    served.length === 0
      ? other
      : await vscode.window.showQuickPick([...served.map((label) => ({ label })), other], {
          title: "Add Model (4/4): Model",
        });
  if (picked === undefined) return null;
  if (picked !== other) return picked.label;
  const typed = await vscode.window.showInputBox({
    title: "Add Model (4/4): Model Id",
    prompt: "As the server names it",
    ignoreFocusOut: true,
    validateInput: (input) => (input.trim() === "" ? "Type the model’s id." : null),
  });
  return typed?.trim() ?? null;
}

async function askName(studio: Studio, model: string): Promise<string | null> {
  const taken = studio.models.all();
  const typed = await vscode.window.showInputBox({
    title: "Add Model: Name",
    prompt: "How lists show it",
    value: freeName(taken, model.split("/").at(-1) ?? model),
    ignoreFocusOut: true,
    validateInput: (input) => {
      if (input.trim() === "") return "Type a name.";
      return taken.some((one) => one.name === input.trim()) ? "There is a model of this name." : null;
    },
  });
  return typed?.trim() ?? null;
}

function problemOf(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
