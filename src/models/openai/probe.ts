import { testRequest } from "../testRequest.ts";
import { ModelError, type ContinuationMode } from "../types.ts";
import { ChoiceText } from "./choiceText.ts";
import type { Mode, ModeInput } from "./mode.ts";
import { modes } from "./modes.ts";
import type { Server } from "./server.ts";

/** How a server continues the fixed prefix. */
export interface Probed {
  readonly mode: ContinuationMode;
  readonly text: string;
  readonly tokens: number;
  readonly ms: number;
}

/**
 * Finds the first mode in which a server continues a prefix. The prefix stops in the middle of an equation, so that what
 * continues it starts with a number, and what starts anew with words.
 * @throws ModelError where the server answers in no mode
 */
export async function probe(server: Server, input: ModeInput, signal: AbortSignal): Promise<Probed> {
  let refusal: unknown = null;
  for (const mode of Object.values(modes)) {
    if (mode.body(input) === null) continue;
    try {
      const probed = await ask(server, mode, input, signal);
      if (!mode.trueContinuation || continues(probed.text)) return probed;
    } catch (error) {
      if (!isRefusal(error) || signal.aborted) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** Another mode may be taken where this one isn't known; a wrong key or a server that is down stays so. */
function isRefusal(error: unknown): boolean {
  return error instanceof ModelError && ["input", "not-found", "server", "output"].includes(error.kind);
}

/** Starts with a number ("21 eggs"), but not with a numbered list. */
function continues(text: string): boolean {
  return /^[\s$\\([{]*-?\d/u.test(text) && !/^\s*1[.)]\s/u.test(text);
}

async function ask(server: Server, mode: Mode, input: ModeInput, signal: AbortSignal): Promise<Probed> {
  const start = performance.now();
  const { sampling, stop } = testRequest;
  const body = {
    ...mode.body(input),
    temperature: sampling.temperature,
    max_tokens: sampling.maxTokens,
    stop,
  };
  const choice = new ChoiceText(mode.repeats(input));
  for await (const piece of server.stream(mode.path, body, () => undefined, signal)) {
    choice.think(piece.thinking);
    choice.push(piece.text);
  }
  choice.flush();
  if (signal.aborted) throw new ModelError("output", "Cancelled.");
  return { mode: mode.id, text: choice.text, tokens: choice.pieces, ms: performance.now() - start };
}
