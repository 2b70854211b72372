import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { defaultModelsDir, embeddedModelName, modelPath, openModel } from "../../models/index.ts";
import type { Model, ModelRef, ModelTest } from "../../models/types.ts";
import type { Configuration } from "../configuration.ts";
import { messageOf } from "../text.ts";
import { chosenOf, offered, type TestState } from "./choice.ts";
import { Keys } from "./keys.ts";

/** Whether a graphics build of the runtime was added. */
const gpuKey = "gpuRuntime";

/** Where test results are kept. */
const testsKey = "modelTests";

/** The configured models, the chosen one, and those that are open. */
export class Models {
  readonly keys: Keys;
  readonly modelsDir = defaultModelsDir(process.env);
  readonly #settings: Configuration;
  readonly #state: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;
  readonly #open = new Map<string, { readonly settings: string; readonly model: Model }>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Models, the choice or a test's result changed. */
  readonly onChanged = this.#changed.event;

  constructor(settings: Configuration, context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#settings = settings;
    this.#state = context.globalState;
    this.#log = log;
    this.keys = new Keys(context.secrets);
  }

  /** The models to choose from, the embedded one included where its file is there. */
  all(): readonly ModelRef[] {
    const { models, problems } = this.#settings.models();
    for (const problem of problems) this.#log.warn(problem);
    return offered(this.#embedded(), models);
  }

  /** Whether the settings hold it, so that it can be removed from there. */
  isConfigured(name: string): boolean {
    return this.#settings.models().models.some((one) => one.name === name);
  }

  chosen(): ModelRef | null {
    return chosenOf(this.all(), this.#settings.model());
  }

  async choose(name: string): Promise<void> {
    await this.#settings.setModel(name);
    this.#changed.fire();
  }

  /** The last test of a model, where it was of the same server and model. */
  testOf(ref: ModelRef): TestState | null {
    return this.#tests()[identity(ref)] ?? null;
  }

  /** @throws Error for the person where no model is chosen */
  openChosen(): Promise<Model> {
    const ref = this.chosen();
    if (ref !== null) return Promise.resolve(this.open(ref));
    const name = this.#settings.model();
    throw new Error(
      name === ""
        ? "There is no model yet. Get the embedded model, or add one: Step-DPO: Add Model."
        : `The chosen model "${name}" is not among the models. Choose another: Step-DPO: Choose Model.`,
    );
  }

  /** A model ready to use; opened once, and kept while its settings stay. */
  open(ref: ModelRef): Model {
    const { idleMinutes, threads } = this.#settings.embedded();
    const gpu = this.#state.get<boolean>(gpuKey, false);
    const settings = JSON.stringify([ref, idleMinutes, threads, gpu]);
    const there = this.#open.get(ref.name);
    if (there?.settings === settings) return there.model;
    if (there !== undefined) void this.#close(there.model);
    const cwd = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const model = openModel(ref, {
      modelsDir: this.modelsDir,
      gpu,
      keyFor: (origin) => this.keys.get(origin),
      log: (line) => this.#log.info(line),
      // Never, where it should stay: timers go up to 24 days.
      idleMs: idleMinutes === null ? 2 ** 31 - 1 : idleMinutes * 60_000,
      ...(threads === null ? {} : { threads }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.#open.set(ref.name, { settings, model });
    return model;
  }

  /** Embedded models use the graphics card from now on. */
  async useGpu(): Promise<void> {
    await this.#state.update(gpuKey, true);
  }

  /** Tests a model, keeps the result, and the mode of continuation that was found. @throws ModelError */
  async test(ref: ModelRef, signal: AbortSignal): Promise<ModelTest> {
    // Without the mode that was found before: the server may have changed.
    const model = this.open({ ...ref, continuation: null });
    try {
      const test = await model.test(signal);
      await this.#keepTest(ref, { ok: true, at: new Date().toISOString(), test });
      if (this.isConfigured(ref.name)) await this.put({ ...ref, continuation: test.continuation });
      return test;
    } catch (error) {
      if (!signal.aborted)
        await this.#keepTest(ref, { ok: false, at: new Date().toISOString(), error: messageOf(error) });
      throw error;
    } finally {
      this.#changed.fire();
    }
  }

  /** Adds a model to the settings, or changes the one of that name. */
  async put(ref: ModelRef): Promise<void> {
    const { models } = this.#settings.models();
    const at = models.findIndex((one) => one.name === ref.name);
    await this.#settings.setModels(at < 0 ? [...models, ref] : models.with(at, ref));
    this.#changed.fire();
  }

  /** Takes a model out of the settings, and forgets the key of a server that no other model is on. */
  async remove(ref: ModelRef): Promise<void> {
    const rest = this.#settings.models().models.filter((one) => one.name !== ref.name);
    await this.#settings.setModels(rest);
    if (this.#settings.model() === ref.name) await this.#settings.setModel("");
    const origin = originOfRef(ref);
    if (origin !== null && !rest.some((one) => originOfRef(one) === origin)) await this.keys.delete(origin);
    const open = this.#open.get(ref.name);
    this.#open.delete(ref.name);
    if (open !== undefined) await this.#close(open.model);
    this.#changed.fire();
  }

  /** Something outside changed, such as the settings or the folder of models. */
  refresh(): void {
    this.#changed.fire();
  }

  async dispose(): Promise<void> {
    this.#changed.dispose();
    await Promise.all([...this.#open.values()].map(({ model }) => this.#close(model)));
  }

  #embedded(): ModelRef | null {
    const path = modelPath(embeddedModelName, this.modelsDir, this.modelsDir);
    if (!existsSync(path)) return null;
    return {
      name: "SmolLM2 135M",
      provider: "embedded",
      model: embeddedModelName,
      baseUrl: null,
      continuation: null,
      template: null,
    };
  }

  #tests(): Readonly<Record<string, TestState>> {
    return this.#state.get<Record<string, TestState>>(testsKey, {});
  }

  async #keepTest(ref: ModelRef, state: TestState): Promise<void> {
    await this.#state.update(testsKey, { ...this.#tests(), [identity(ref)]: state });
  }

  async #close(model: Model): Promise<void> {
    await model.close().catch((error: unknown) => this.#log.warn(messageOf(error)));
  }
}

function identity({ provider, model, baseUrl, template }: ModelRef): string {
  return JSON.stringify([provider, model, baseUrl, template]);
}

function originOfRef({ baseUrl }: ModelRef): string | null {
  return baseUrl === null ? null : new URL(baseUrl).origin;
}
