import type { Outcome, Source, Span, Trace } from "../../src/core/model.ts";
import type { TraceFacts } from "../../src/protocol/traceEditor.ts";
import { AnswerText } from "./AnswerText.tsx";
import { FoundIn } from "./FoundIn.tsx";
import { Icon } from "./Icon.tsx";
import { OutcomeButtons } from "./OutcomeButtons.tsx";
import { Tone } from "./Tone.tsx";
import { outcomeWords, sourceWords } from "./words.ts";

/** The trace's final answer, how it compares with gold, whether the file says otherwise, and what the person says. */
export function VerdictLine(props: {
  index: number;
  trace: Trace;
  facts: TraceFacts;
  readOnly: boolean;
  onOutcome: (outcome: Outcome | null) => void;
}) {
  const { index, trace, facts, readOnly, onOutcome } = props;
  const { answer, verdict } = facts;
  return (
    <div class="verdict" aria-label="Final answer and verdict">
      <span class="field-name">Final answer</span>
      {answer.answer === null ? (
        <span class="quiet">none found: {answer.reason}</span>
      ) : (
        <>
          <FoundIn spans={({ traces }) => wholeWhere(traces[index])}>
            <AnswerText answer={answer.answer} />
          </FoundIn>
          {verdict.pred !== null && verdict.pred !== answer.answer && (
            <span class="quiet" title="Normalised, as it is compared">
              → {verdict.pred}
            </span>
          )}
        </>
      )}
      <Equality facts={facts} />
      {trace.outcome !== "unknown" && trace.outcomeBy !== null && (
        <span class="quiet">{said(trace.outcomeBy, trace.outcome)}</span>
      )}
      {facts.disagree && (
        <span class="tone tone-warn">
          <Icon name="warning" /> These two disagree
        </span>
      )}
      <OutcomeButtons trace={trace} disabled={readOnly} onOutcome={onOutcome} />
    </div>
  );
}

/** An answer is looked through where the text that it was taken from is. */
function wholeWhere(from: readonly Span[] = []): readonly Span[] {
  return from.length === 0 ? [] : [{ start: 0, end: Number.MAX_SAFE_INTEGER }];
}

function Equality({ facts: { verdict } }: { facts: TraceFacts }) {
  if (verdict.equal === null) {
    return <Tone shown={{ ...outcomeWords.unknown, word: `Not compared: ${verdict.reason}` }} />;
  }
  const shown = outcomeWords[verdict.equal ? "right" : "wrong"];
  return (
    <span>
      <Tone shown={{ ...shown, word: verdict.equal ? "equals gold" : "differs from gold" }} />{" "}
      {verdict.gold !== null && (
        <FoundIn spans={({ goldAnswer }) => wholeWhere(goldAnswer)}>
          <AnswerText answer={verdict.gold} />
        </FoundIn>
      )}{" "}
      <span class="quiet">({verdict.reason})</span>
    </span>
  );
}

function said(by: Source, outcome: Outcome): string {
  if (by === "person") return `Marked ${outcome} by hand`;
  if (by === "file") return `The file says ${outcome}`;
  const who = sourceWords(by);
  return `${who.charAt(0).toUpperCase()}${who.slice(1)}: ${outcome}`;
}
