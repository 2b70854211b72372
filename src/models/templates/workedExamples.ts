import type { PromptTemplate } from "./template.ts";
import { answerSoFar, formOf, writeSteps } from "./form.ts";

/**
 * Worked problems, written for this prompt: one of each kind of arithmetic, the given fact first, then the calculation with the
 * answer. Of the sample's problems SmolLM2 solves twice as many attempts so as with two examples of two operations each.
 */
const examples = [
  {
    problem: "Tom has 13 apples and buys 6 more. How many apples does he have?",
    steps: ["Tom starts with 13 apples.", "He buys 6 more, so he has 13 + 6 = 19 apples. The answer is 19."],
  },
  {
    problem: "A baker has 17 rolls and sells 8 of them. How many rolls are left?",
    steps: ["The baker starts with 17 rolls.", "He sells 8, so 17 - 8 = 9 rolls are left. The answer is 9."],
  },
  {
    problem: "Each box has 7 pens. There are 5 boxes. How many pens are there?",
    steps: ["There are 5 boxes of 7 pens.", "In all there are 5 * 7 = 35 pens. The answer is 35."],
  },
  {
    problem: "A class of 18 children makes 3 equal teams. How many children are in each team?",
    steps: ["18 children are split into 3 teams.", "Each team has 18 / 3 = 6 children. The answer is 6."],
  },
];

/**
 * Worked examples and the problem, as plain text: for small and base models, which follow an example better than an
 * instruction. The examples are written in the answer's own form, so that the model keeps to it.
 */
export const workedExamples: PromptTemplate = {
  id: "worked-examples",
  title: "Worked examples, no chat markup (small and base models)",
  needsChatTemplate: false,
  stops(filling) {
    // Between the steps of these forms there is no blank line: one ends the answer. Small models go on to other things.
    const apart = formOf(filling) === "paragraphs" || /\n[ \t]*\n/u.test(filling.prefix);
    return apart ? ["\nProblem:", "\n\n\n"] : ["\nProblem:", "\n\n"];
  },
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
