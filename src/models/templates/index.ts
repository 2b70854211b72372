import { ModelError } from "../types.ts";
import { own, stepChat } from "./chat.ts";
import { paperTemplates } from "./paper.ts";
import type { PromptTemplate } from "./template.ts";
import { workedExamples } from "./workedExamples.ts";

export type { ChatTemplate, Message, PromptTemplate, Rendered } from "./template.ts";

/** All prompt templates, in the order in which they are offered. */
export const templates: readonly PromptTemplate[] = [stepChat, own, workedExamples, ...paperTemplates];

/**
 * A prompt template by its id.
 * @throws ModelError input where there is none of that name
 */
export function pickTemplate(id: string): PromptTemplate {
  const found = templates.find((template) => template.id === id);
  if (found !== undefined) return found;
  const names = templates.map((template) => template.id).join(", ");
  throw new ModelError("input", `There is no prompt template "${id}". There are: ${names}.`);
}
