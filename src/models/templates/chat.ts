import { Template } from "@huggingface/jinja";
import { ModelError } from "../types.ts";
import { answerSoFar, formOf } from "./form.ts";
import type { ChatTemplate, Filling, Message, PromptTemplate, Rendered } from "./template.ts";

/** Step-wise chain of thought for chat models, in the model's own chat markup. */
export const stepChat: PromptTemplate = {
  id: "step-chat",
  title: "Step-wise chain of thought, in the model's own chat markup",
  needsChatTemplate: true,
  stops() {
    return [];
  },
  render(filling, chat) {
    return renderChat(stepChat.messages(filling), chat);
  },
  messages(filling) {
    return [
      { role: "user", content: `${filling.problem}\n\n${instruction(filling)}` },
      { role: "assistant", content: answerSoFar(filling) },
    ];
  },
};

/** The problem alone, in the model's own chat markup. */
export const own: PromptTemplate = {
  id: "own",
  title: "The problem alone, in the model's own chat markup",
  needsChatTemplate: true,
  stops() {
    return [];
  },
  render(filling, chat) {
    return renderChat(own.messages(filling), chat);
  },
  messages({ problem, prefix }) {
    return [
      { role: "user", content: problem },
      { role: "assistant", content: prefix },
    ];
  },
};

/** An answer in another form than the paper's is not asked to change it. */
function instruction(filling: Filling): string {
  const steps =
    formOf(filling) === "step"
      ? ', each on a line of its own that starts with "Step 1:", "Step 2:" and so on'
      : "";
  return `Please reason step by step${steps}, and put your final answer within \\boxed{}.`;
}

/**
 * A chat whose last turn is begun and not ended, in a model's own markup.
 * @throws ModelError input where there is no chat template, or it can't be filled
 */
export function renderChat(messages: readonly Message[], chat: ChatTemplate | null): Rendered {
  if (chat?.chatTemplate == null) {
    throw new ModelError(
      "input",
      'The model has no chat template. Choose another prompt template for it, such as "worked-examples" or "alpaca".',
    );
  }
  const begun = messages.at(-1)?.role === "assistant" ? (messages.at(-1)?.content ?? "") : "";
  const turns = messages.at(-1)?.role === "assistant" ? messages.slice(0, -1) : messages;
  return { prompt: fill(turns, chat, chat.chatTemplate) + begun, markup: true };
}

function fill(messages: readonly Message[], chat: ChatTemplate, text: string): string {
  try {
    const filled = new Template(text).render({
      messages: messages.map((message) => ({ ...message })),
      add_generation_prompt: true,
      // Qwen3 and its like: the answer starts at once, without thinking before it.
      enable_thinking: false,
      bos_token: chat.bosToken,
      eos_token: chat.eosToken,
    });
    // Templates that open a thought for the model: ours is an answer, so the thought is closed first.
    return /<think>\s*$/u.test(filled) ? `${filled.trimEnd()}\n\n</think>\n\n` : filled;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ModelError(
      "input",
      `The model's chat template can't be filled (${why}). Choose another prompt template for it.`,
      { cause: error },
    );
  }
}
