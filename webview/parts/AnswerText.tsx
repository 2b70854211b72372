import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import { formulaElement } from "../text/math.ts";
import { foundMarks } from "../text/search.ts";
import { FoundText } from "./FoundText.tsx";
import { SearchedText } from "./Searched.ts";

const longestFormula = 200;

/** A final answer: set as a formula where it is written as one, such as "\frac{1}{2}". */
export function AnswerText({ answer }: { answer: string }) {
  const isFormula =
    /\\[a-zA-Z]|[\^_]/u.test(answer) && !answer.includes("$") && answer.length <= longestFormula;
  return (
    <span class="answer" title={answer}>
      {isFormula ? <Formula answer={answer} /> : <FoundText text={answer} />}
    </span>
  );
}

/** A formula in which something is looked for is marked as a whole. */
function Formula({ answer }: { answer: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  const search = useContext(SearchedText);
  useLayoutEffect(() => {
    ref.current?.replaceChildren(formulaElement(`\\(\\displaystyle ${answer}\\)`));
  }, [answer]);
  const isFound = search !== null && foundMarks(answer, search).length > 0;
  return <span ref={ref} class={isFound ? "mark-found" : undefined} />;
}
