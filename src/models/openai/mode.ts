import type { Message } from "../templates/index.ts";
import type { ContinuationMode } from "../types.ts";

/** What a mode makes a request of. */
export interface ModeInput {
  /** The prompt as raw text; null where the model's chat template isn't known. */
  readonly prompt: string | null;
  /** The same as turns, the last one the assistant's, begun and not ended. */
  readonly messages: readonly Message[];
}

/** One way in which a server continues a prefix. */
export interface Mode {
  readonly id: ContinuationMode;
  /** Endpoint under the base address. */
  readonly path: "/completions" | "/chat/completions";
  /** False where the model is prompted anew. */
  readonly trueContinuation: boolean;
  /** Fields that say what to continue; null where the mode can't say it. */
  body(input: ModeInput): Record<string, unknown> | null;
  /** Text that the answer may begin with again, to be taken away; empty where it doesn't. */
  repeats(input: ModeInput): string;
}

/** The text of the begun turn; empty where none is. */
export function begunText({ messages }: ModeInput): string {
  const last = messages.at(-1);
  return last?.role === "assistant" ? last.content : "";
}

/** Turns without a begun turn that holds no text: there is nothing to continue then. */
export function turns({ messages }: ModeInput): readonly Message[] {
  const last = messages.at(-1);
  return last?.role === "assistant" && last.content === "" ? messages.slice(0, -1) : messages;
}
