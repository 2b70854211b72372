import type { ContinuationRequest } from "../types.ts";

/** A turn of a chat. */
export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** A model's own chat template, as its file or server gives it. */
export interface ChatTemplate {
  /** Jinja text; null where there is none. */
  readonly chatTemplate: string | null;
  readonly bosToken: string;
  readonly eosToken: string;
}

/** A prompt ready to be continued. */
export interface Rendered {
  readonly prompt: string;
  /** Whether text such as `<|im_end|>` in it is markup. */
  readonly markup: boolean;
}

/** What a template is filled with. */
export type Filling = Pick<ContinuationRequest, "problem" | "prefix" | "form">;

/** A way of asking for an answer and starting it, so that the model goes on right where the prefix ends. */
export interface PromptTemplate {
  readonly id: string;
  /** One line for a list to choose from. */
  readonly title: string;
  /** Whether `render` needs the model's own chat template. */
  readonly needsChatTemplate: boolean;
  /** Strings that end an answer in this prompt's form, besides the model's own end. */
  stops(filling: Filling): readonly string[];
  /**
   * The prompt as raw text, ending where the prefix ends.
   * @throws ModelError input where it needs a chat template and has none
   */
  render(filling: Filling, chat: ChatTemplate | null): Rendered;
  /** The same as turns of a chat; the last one is the assistant's, begun and not ended (empty where nothing is). */
  messages(filling: Filling): readonly Message[];
}
