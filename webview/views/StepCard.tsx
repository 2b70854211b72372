import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ArithmeticFinding } from "../../src/core/candidate.ts";
import type { Span, Step } from "../../src/core/model.ts";
import type { FieldTexts } from "../../src/protocol/traceEditor.ts";
import { FoundIn } from "../parts/FoundIn.tsx";
import { Icon } from "../parts/Icon.tsx";
import { LabelButtons } from "../parts/LabelButtons.tsx";
import { memo } from "../parts/memo.ts";
import { Provenance } from "../parts/Provenance.tsx";
import { RichText } from "../parts/RichText.tsx";
import { TextEdit } from "../parts/TextEdit.tsx";
import { ValueBar } from "../parts/ValueBar.tsx";
import { labelWords } from "../parts/words.ts";
import { stepText } from "../state/derive.ts";
import { applyText, labelStep, startEditing, stopEditing } from "../state/edit.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { isField } from "../state/keys.ts";
import { rectifyStep } from "../state/rectify.ts";
import { spansOfPart } from "../text/search.ts";

/** What a step's card shows. */
export interface StepCardProps {
  readonly row: number;
  readonly trace: number;
  readonly index: number;
  readonly step: Step;
  /** False equations in this step; spans are in its text. */
  readonly arithmetic: readonly ArithmeticFinding[];
  /** The trace's final answer, in the trace's text; null where it isn't in this step. */
  readonly answer: Span | null;
  readonly firstError: boolean;
  readonly readOnly: boolean;
}

/** How many steps are set at once; the others when they come near the view. */
const setAtOnce = 8;

/** One step: its number, text, label and what can be done with it. */
export const StepCard = memo(function StepCard(props: StepCardProps) {
  const { row, trace, index, step, firstError } = props;
  const app = useApp();
  const current = useSelect(({ place }) => place.trace === trace && place.step === index);
  const editing = useSelect(
    (state) =>
      state.editing?.kind === "step" && state.editing.trace === trace && state.editing.step === index,
  );
  const ref = useFocus(current);
  const shown = useMemo(
    () => stepText(step, index, props.arithmetic, props.answer),
    // Not the step: a label changes nothing in its text, which takes long to set.
    [step.text, step.start, index, props.arithmetic, props.answer],
  );
  const searched = useCallback(
    ({ traces }: FieldTexts) => spansOfPart(traces[trace] ?? [], shown.start, shown.text.length),
    [trace, shown],
  );
  const choose = () => {
    const { place } = app.store.get();
    if (place.step !== index) app.store.dispatch({ kind: "step", trace, step: index, quiet: true });
  };
  const classes = [
    "step",
    `label-${step.label ?? "none"}`,
    ...(current ? ["current"] : []),
    ...(firstError ? ["first-error"] : []),
  ];
  return (
    <article
      ref={ref}
      class={classes.join(" ")}
      tabIndex={current ? 0 : -1}
      aria-current={current ? "step" : undefined}
      aria-label={stepName(props)}
      data-step={index}
      data-vscode-context={menuContext(props)}
      onFocusIn={choose}
      onMouseDown={choose}
      onContextMenu={choose}
    >
      <div class="step-gutter" aria-hidden="true">
        <span class="step-number">{index + 1}</span>
        {step.label !== null && (
          <Icon name={labelWords[step.label].icon} className={`tone-${labelWords[step.label].tone}`} />
        )}
      </div>
      <div class="step-body">
        {editing ? (
          <TextEdit
            label={`Text of step ${index + 1}`}
            text={step.text.trimEnd()}
            apply="Apply"
            onApply={(text) =>
              void applyText(app, { kind: "step", trace, step: index }, step.text.trimEnd(), text)
            }
            onCancel={() => stopEditing(app)}
          />
        ) : (
          <FoundIn spans={searched}>
            <RichText text={shown.text} marks={shown.marks} soon={index < setAtOnce} />
          </FoundIn>
        )}
        <StepFacts {...props} />
      </div>
      <div class="step-side">
        <div class="step-actions">
          <button
            type="button"
            class="icon-button"
            tabIndex={current ? 0 : -1}
            aria-label={`Edit step ${index + 1}`}
            title="Edit Step (e)"
            disabled={props.readOnly}
            onClick={() => startEditing(app, { kind: "step", trace, step: index })}
          >
            <Icon name="edit" />
          </button>
          <button
            type="button"
            class="text-button"
            tabIndex={current ? 0 : -1}
            title="Rectify from This Step (r)"
            onClick={() => void rectifyStep(app, { row, trace, step: index })}
          >
            <Icon name="sparkle" /> Rectify
          </button>
        </div>
        <LabelButtons
          step={index}
          label={step.label}
          disabled={props.readOnly}
          onLabel={(label) => void labelStep(app, trace, index, label)}
        />
      </div>
    </article>
  );
});

/** What is known of a step besides its text. */
function StepFacts({ step, arithmetic, firstError }: StepCardProps) {
  const hasFacts = step.label !== null || step.value !== null || arithmetic.length > 0;
  if (!hasFacts) return null;
  return (
    <div class="step-facts">
      {firstError && <span class="first-error-word">First error</span>}
      {step.label !== null && (
        <span class={`tone-${labelWords[step.label].tone}`}>
          {labelWords[step.label].word}
          <Provenance by={step.by} at={step.at} />
        </span>
      )}
      {step.value !== null && <ValueBar value={step.value} />}
      {arithmetic.map((finding) => (
        <span key={finding.start} class="tone-warn">
          <Icon name="warning" /> {finding.equation} is false: expected {finding.expected}
        </span>
      ))}
    </div>
  );
}

function stepName({ index, step, firstError }: StepCardProps): string {
  const label = step.label === null ? "no label" : labelWords[step.label].word.toLowerCase();
  return `Step ${index + 1}, ${label}${firstError ? ", first error" : ""}`;
}

/** What VS Code's own right-click menu hands to the command chosen (`webview/context` in package.json). */
function menuContext({ row, trace, index: step, readOnly }: StepCardProps): string {
  const section = { webviewSection: "step", stepDpoEditable: !readOnly };
  return JSON.stringify({ ...section, row, trace, step, preventDefaultContextMenuItems: true });
}

/** Takes the focus when the person moved to this step by key; what the host sends moves nothing. */
function useFocus(current: boolean) {
  const ref = useRef<HTMLElement>(null);
  const moves = useSelect((state) => (current && state.zone === "steps" ? state.moves : -1));
  // At once: a later step may be the current one by the next frame, and a late focus would go back to this one.
  useLayoutEffect(() => {
    const element = ref.current;
    if (moves < 0 || element === null) return;
    // Also where a list of VS Code's that she goes by, such as its Problems, keeps the focus.
    element.scrollIntoView({ block: "nearest" });
    if (!document.hasFocus()) return;
    const focused = document.activeElement;
    // Enter in the search box goes on from row to row. What is typed into a field would be keys here: it is left by hand.
    if (focused !== null && (focused.closest(".find") !== null || isField(focused))) return;
    element.focus({ preventScroll: true });
  }, [moves]);
  return ref;
}
