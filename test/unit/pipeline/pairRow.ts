/** A row of Math-Step-DPO-10K that no rule finds fault with. */
export const pair = {
  dataset: "own",
  prompt: "A hen lays 2 eggs a day. How many in 3 days?",
  initial_reason_steps: "Let's think step by step.\nStep 1: Each day brings 2 eggs.\nStep 2:",
  chosen: " In 3 days that is 2*3 = 6.",
  rejected: " In 3 days that is 2+3 = 5.",
  full_chosen: " In 3 days that is 2*3 = 6.\nStep 3: The answer is 6.",
  full_rejected: " In 3 days that is 2+3 = 5.\nStep 3: The answer is 5.",
  answer: "6",
};
