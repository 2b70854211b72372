import * as vscode from "vscode";
import type { ModelRef } from "../../models/types.ts";
import type { Command } from "../command.ts";
import { chooseModelRef, testWithProgress } from "../models/dialogues.ts";
import type { Studio } from "../studio.ts";
import { ModelNode } from "../tree/modelsTree.ts";

/** The model that was clicked in the view, else one that is asked for; null where the person leaves. */
async function modelOf(studio: Studio, argument: unknown, title: string): Promise<ModelRef | null> {
  return argument instanceof ModelNode ? argument.ref : chooseModelRef(studio, title);
}

/** Chooses the model that rectifies. */
export const chooseModel: Command = {
  async run(studio) {
    const ref = await chooseModelRef(studio, "Rectify with");
    if (ref !== null) await studio.models.choose(ref.name);
  },
};

/** Takes the model that was clicked. */
export const useModel: Command = {
  async run(studio, argument) {
    const ref = await modelOf(studio, argument, "Use Model");
    if (ref !== null) await studio.models.choose(ref.name);
  },
};

/** Tests a model and shows how it continues a prefix. */
export const testModel: Command = {
  async run(studio, argument) {
    const ref = await modelOf(studio, argument, "Test Model");
    if (ref !== null) await testWithProgress(studio, ref);
  },
};

/** Removes a model from the settings, and its server's key where no other model needs it. */
export const removeModel: Command = {
  async run(studio, argument) {
    const ref = await modelOf(studio, argument, "Remove Model");
    if (ref === null) return;
    if (!studio.models.isConfigured(ref.name)) {
      throw new Error(
        `"${ref.name}" is not in the settings: it is offered because its file is on this machine (${studio.models.modelsDir}).`,
      );
    }
    const remove = "Remove";
    const answer = await vscode.window.showWarningMessage(
      `Remove the model "${ref.name}" from the settings?`,
      { modal: true, detail: "Its server’s key is forgotten where no other model uses it." },
      remove,
    );
    if (answer === remove) await studio.models.remove(ref);
  },
};
