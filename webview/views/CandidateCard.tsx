import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Candidate } from "../../src/core/candidate.ts";
import { AnswerText } from "../parts/AnswerText.tsx";
import { Icon } from "../parts/Icon.tsx";
import { memo } from "../parts/memo.ts";
import { RestText } from "../parts/RestText.tsx";
import { RichText } from "../parts/RichText.tsx";
import { StreamingText } from "../parts/StreamingText.tsx";
import { TextEdit } from "../parts/TextEdit.tsx";
import { Tone } from "../parts/Tone.tsx";
import { candidateWords, counted } from "../parts/words.ts";
import { falseEquation, splitCandidate } from "../state/derive.ts";
import { startEditing, stopEditing } from "../state/edit.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { acceptance } from "../state/order.ts";
import { acceptCandidate, acceptEdited, rejectCandidate } from "../state/rectify.ts";

interface Props {
  readonly candidate: Candidate;
  readonly current: boolean;
  readonly rejected: boolean;
}

/** One candidate: what became of it, its first step, the rest of it dimmed, and what can be done. */
export const CandidateCard = memo(function CandidateCard({ candidate, current, rejected }: Props) {
  const app = useApp();
  const editing = useSelect(
    (state) => state.editing?.kind === "candidate" && state.editing.candidate === candidate.index,
  );
  const ref = useFocus(current);
  const choose = () => {
    if (!current) app.store.dispatch({ kind: "candidate", candidate: candidate.index });
    else app.store.dispatch({ kind: "zone", zone: "candidates" });
  };
  const words = candidateWords(candidate);
  const classes = ["candidate", `state-${candidate.state}`];
  if (current) classes.push("current");
  if (rejected) classes.push("rejected");
  return (
    <article
      ref={ref}
      class={classes.join(" ")}
      tabIndex={current ? 0 : -1}
      aria-current={current}
      aria-label={`Candidate ${candidate.index + 1}: ${words.word}${rejected ? ", rejected" : ""}`}
      onFocusIn={choose}
      onMouseDown={choose}
    >
      <div class="candidate-head">
        <span class="quiet">#{candidate.index + 1}</span>
        <Tone shown={words} />
        <Facts candidate={candidate} />
        {rejected && <span class="chip">rejected</span>}
        <span class="grow" />
        {!editing && <Actions candidate={candidate} rejected={rejected} />}
      </div>
      <Confirm candidate={candidate} />
      {editing ? (
        <TextEdit
          label="First step, to become s_win"
          text={candidate.firstStep}
          apply="Accept as s_win"
          onApply={(text) => void acceptEdited(app, candidate.index, text)}
          onCancel={() => stopEditing(app)}
        />
      ) : (
        <Text candidate={candidate} />
      )}
      {candidate.error !== null && <p class="candidate-error">{candidate.error}</p>}
    </article>
  );
});

function Text({ candidate }: { candidate: Candidate }) {
  const marks = useMemo(() => candidate.arithmetic.map(falseEquation), [candidate.arithmetic]);
  const { first, rest } = useMemo(
    () => splitCandidate(candidate.text, candidate.firstStep),
    [candidate.text, candidate.firstStep],
  );
  // Setting every token anew as Markdown would be work for nothing; it is set when it is whole.
  if (candidate.state === "streaming") return <StreamingText text={candidate.text} />;
  return (
    <>
      {first !== "" && (
        <RichText
          text={first}
          marks={first === candidate.firstStep ? marks : shifted(marks, first, candidate.firstStep)}
          soon
        />
      )}
      {rest.trim() !== "" && <RestText text={rest} />}
    </>
  );
}

/** Spans are in the first step's text, which may stand a little further on in the continuation. */
function shifted(marks: readonly ReturnType<typeof falseEquation>[], text: string, firstStep: string) {
  const by = Math.max(0, text.indexOf(firstStep.trim())) - (firstStep.length - firstStep.trimStart().length);
  return marks.map((mark) => ({ ...mark, start: mark.start + by, end: mark.end + by }));
}

function Facts({ candidate }: { candidate: Candidate }) {
  const { answer, verdict } = candidate;
  return (
    <>
      {answer !== null && (
        <span class="candidate-answer">
          {answer.answer === null ? (
            <span class="quiet">no final answer: {answer.reason}</span>
          ) : (
            <>
              <span class="quiet">answer</span> <AnswerText answer={answer.answer} />
              {verdict?.equal === true && <Icon name="check" className="tone-good" label="Equals gold" />}
              {verdict?.equal === false && (
                <Icon name="close" className="tone-bad" label="Differs from gold" />
              )}
            </>
          )}
        </span>
      )}
      {!candidate.trueContinuation && (
        <span class="chip chip-warn" title="The server can't continue a prefix: the model was prompted anew">
          not a true continuation
        </span>
      )}
      {candidate.finishReason === "length" && <span class="chip chip-warn">cut at the token limit</span>}
      {candidate.tokens > 0 && <span class="quiet">{counted(candidate.tokens, "token")}</span>}
    </>
  );
}

function Actions({ candidate, rejected }: { candidate: Candidate; rejected: boolean }) {
  const app = useApp();
  const verdict = acceptance(candidate);
  if (candidate.state === "streaming" || candidate.state === "failed") return null;
  const never = verdict !== "free" && "never" in verdict ? verdict.never : null;
  return (
    <span class="candidate-actions">
      <button
        type="button"
        class={verdict === "free" ? "text-button text-button-primary" : "text-button"}
        disabled={never !== null}
        title={never ?? "Accept: its first step becomes s_win (a)"}
        onClick={() => void acceptCandidate(app, candidate.index)}
      >
        <Icon name="check" /> Accept
      </button>
      <button
        type="button"
        class="text-button"
        title="Edit before accepting (e)"
        onClick={() => startEditing(app, { kind: "candidate", candidate: candidate.index })}
      >
        <Icon name="edit" /> Edit
      </button>
      {!rejected && (
        <button
          type="button"
          class="text-button"
          title="Reject (x)"
          onClick={() => void rejectCandidate(app, candidate.index)}
        >
          <Icon name="close" /> Reject
        </button>
      )}
    </span>
  );
}

/** Asks before anything but a clean win is accepted. */
function Confirm({ candidate }: { candidate: Candidate }) {
  const app = useApp();
  const asked = useSelect((state) => state.confirming === candidate.index);
  const verdict = acceptance(candidate);
  if (!asked || verdict === "free" || "never" in verdict) return null;
  return (
    <div class="confirm" role="alert">
      <Icon name="warning" className="tone-warn" />
      <span class="confirm-text">{verdict.ask}</span>
      <button type="button" class="text-button" onClick={() => void acceptCandidate(app, candidate.index)}>
        Accept anyway (a)
      </button>
      <button
        type="button"
        class="text-button"
        onClick={() => app.store.dispatch({ kind: "confirming", candidate: null })}
      >
        No (Esc)
      </button>
    </div>
  );
}

/** Takes the focus when the person moved to this candidate by key. */
function useFocus(current: boolean) {
  const ref = useRef<HTMLElement>(null);
  const focused = useSelect((state) => current && state.zone === "candidates" && state.editing === null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!focused || element === null || !document.hasFocus() || element.contains(document.activeElement))
      return;
    element.scrollIntoView({ block: "nearest" });
    element.focus({ preventScroll: true });
  }, [focused]);
  return ref;
}
