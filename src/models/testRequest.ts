import type { ContinuationRequest } from "./types.ts";

/** What a model is tested with: a fixed problem and prefix, which stops
 * in the middle of an equation, so that a server that can't continue it is found out. */
export const testRequest: ContinuationRequest = {
  problem: "A box holds 6 rows of 4 eggs. 3 eggs are broken. How many eggs are whole?",
  prefix:
    "Let's think step by step.\nStep 1: There are 6 * 4 = 24 eggs in the box.\nStep 2: Without the broken ones there are 24 - 3 =",
  sampling: { n: 1, temperature: 0, topP: 1, maxTokens: 24, seed: 1 },
  stop: ["\nStep 3:"],
};
