import { ensureEmbeddedModel } from "../../scripts/model.mjs";

/** The embedded model's file, got first where it isn't there: its tests are never left out. */
export function embeddedModel(): Promise<string> {
  return ensureEmbeddedModel({ log: () => undefined });
}
