/** Rows written for these tests, in GSM8K's form of model solutions: two steps and an answer line. */

/** "What is a plus b?", with a trace that is right. */
export function problemRow(a: number, b: number): string {
  return solvedRow(a, b, a + b);
}

/** The same, with a trace that comes to the given sum. */
export function solvedRow(a: number, b: number, sum: number): string {
  return JSON.stringify({
    question: `What is ${a} plus ${b}?`,
    ground_truth: `${a} + ${b} = ${a + b}\nA: ${a + b}`,
    small: { is_correct: sum === a + b, solution: `The sum is ${a} + ${b} = ${sum}.\nA: ${sum}` },
  });
}
