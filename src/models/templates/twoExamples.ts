import type { PromptTemplate } from "./template.ts";
import { answerSoFar, formOf, writeSteps } from "./form.ts";

/** Worked problems, written for this prompt: one operation a step, and the answer named at the end. */
const examples = [
  {
    problem: "Tom has 3 bags with 4 apples each. He eats 2 apples. How many apples are left?",
    steps: [
      "The bags hold 3 * 4 = 12 apples.",
      "After Tom eats 2 apples, 12 - 2 = 10 apples are left. The answer is 10.",
    ],
  },
  {
    problem: "A pen costs $5 and a book costs $9 more than the pen. How much do they cost together?",
    steps: [
      "The book costs 5 + 9 = 14 dollars.",
      "Together they cost 5 + 14 = 19 dollars. The answer is 19.",
    ],
  },
];

/**
 * Two worked examples and the problem, as plain text: for small and base models, which follow an example better than an
 * instruction. The examples are written in the answer's own form, so that the model keeps to it.
 */
export const twoExamples: PromptTemplate = {
  id: "two-examples",
  title: "Two worked examples, no chat markup (small and base models)",
  needsChatTemplate: false,
  stop: ["\nProblem:", "\n\n\n"],
  render(filling) {
    const form = formOf(filling);
    const shown = examples.map(({ problem, steps }) => asked(problem) + writeSteps(steps, form));
    const prompt = [...shown, asked(filling.problem) + answerSoFar(filling)].join("\n\n\n");
    return { prompt, markup: false };
  },
  messages(filling) {
    const form = formOf(filling);
    return [
      ...examples.flatMap(({ problem, steps }) => [
        { role: "user" as const, content: problem },
        { role: "assistant" as const, content: writeSteps(steps, form) },
      ]),
      { role: "user", content: filling.problem },
      { role: "assistant", content: answerSoFar(filling) },
    ];
  },
};

function asked(problem: string): string {
  return `Problem: ${problem}\nSolution: `;
}
