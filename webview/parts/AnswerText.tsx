import { useLayoutEffect, useRef } from "preact/hooks";
import { formulaElement } from "../text/math.ts";

const longestFormula = 200;

/** A final answer: set as a formula where it is written as one, such as "\frac{1}{2}". */
export function AnswerText({ answer }: { answer: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  const isFormula =
    /\\[a-zA-Z]|[\^_]/u.test(answer) && !answer.includes("$") && answer.length <= longestFormula;
  useLayoutEffect(() => {
    ref.current?.replaceChildren(isFormula ? formulaElement(`\\(\\displaystyle ${answer}\\)`) : answer);
  }, [answer, isFormula]);
  return <span class="answer" ref={ref} title={answer} />;
}
