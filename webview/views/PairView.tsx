import { useCallback, useMemo } from "preact/hooks";
import type { Pair } from "../../src/core/model.ts";
import type { FieldTexts } from "../../src/protocol/traceEditor.ts";
import { Button } from "../parts/Button.tsx";
import { FoundIn } from "../parts/FoundIn.tsx";
import { Icon } from "../parts/Icon.tsx";
import { RichText } from "../parts/RichText.tsx";
import { SourceText } from "../parts/SourceText.tsx";
import { TextEdit } from "../parts/TextEdit.tsx";
import { pairMarks } from "../state/derive.ts";
import { applyText, change, startEditing, stopEditing } from "../state/edit.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import type { Mark } from "../text/marks.ts";

/** s_lose and s_win side by side, with what differs marked. */
export function PairView(props: {
  pair: Pair;
  /** Its index among the row's pairs. */
  at: number;
  trace: number;
  step: number;
  /** The step's own text, which is s_lose where the pair names none. */
  stepText: string | null;
  readOnly: boolean;
}) {
  const { pair, at, trace, step, readOnly } = props;
  const app = useApp();
  const source = useSelect((state) => state.pairSource);
  const loose = props.stepText === null;
  const lose = pair.lose ?? props.stepText?.trimEnd() ?? "";
  const marks = useMemo(() => pairMarks(lose, pair.win ?? lose), [lose, pair.win]);
  const from = pair.from === "sidecar" ? "kept in the pairs file beside the dataset" : "kept in the row";
  return (
    <section class={loose ? "pair pair-loose" : "pair"} aria-label={`Pair at step ${step + 1}`}>
      <div class="pair-head">
        <span class="field-name">Pair at step {step + 1}</span>
        <span class="quiet" title={pair.run === null ? from : `${from}; win from ${pair.run}`}>
          {from}
        </span>
        <vscode-checkbox
          checked={source}
          onChange={(event: Event) =>
            app.store.dispatch({
              kind: "pairSource",
              on: (event.target as HTMLElement & { checked: boolean }).checked,
            })
          }
        >
          As written
        </vscode-checkbox>
        {pair.win !== null && !readOnly && (
          <Button onClick={() => void change(app, { kind: "win", trace, step, win: null })}>
            Remove s_win
          </Button>
        )}
      </div>
      {loose && pair.prefix !== "" && (
        <div class="pair-prefix" aria-label="Prefix">
          <FoundIn spans={({ pairs }) => pairs[at]?.prefix ?? []}>
            <RichText text={pair.prefix} soon />
          </FoundIn>
        </div>
      )}
      <div class="pair-sides">
        <Side
          kind="lose"
          at={at}
          text={lose}
          marks={marks.lose}
          place={{ trace, step }}
          source={source}
          readOnly={readOnly}
        />
        <Side
          kind="win"
          at={at}
          text={pair.win}
          marks={marks.win}
          place={{ trace, step }}
          source={source}
          readOnly={readOnly}
        />
      </div>
    </section>
  );
}

function Side(props: {
  kind: "lose" | "win";
  at: number;
  text: string | null;
  marks: readonly Mark[];
  place: { trace: number; step: number };
  source: boolean;
  readOnly: boolean;
}) {
  const { kind, at, text, place } = props;
  const app = useApp();
  const editing = useSelect(
    ({ editing }) => editing?.kind === kind && editing.trace === place.trace && editing.step === place.step,
  );
  const searched = useCallback(({ pairs }: FieldTexts) => pairs[at]?.[kind] ?? [], [at, kind]);
  return (
    <div class={`side side-${kind}`}>
      <div class="side-head">
        <Icon name={kind === "win" ? "thumbsup" : "thumbsdown"} />
        <code>s_{kind}</code>
        {!props.readOnly && (
          <button
            type="button"
            class="icon-button"
            aria-label={`Edit s_${kind}`}
            title={`Edit s_${kind}`}
            onClick={() => startEditing(app, { kind, ...place })}
          >
            <Icon name="edit" />
          </button>
        )}
      </div>
      {editing ? (
        <TextEdit
          label={`s_${kind}`}
          text={text ?? ""}
          apply="Apply"
          onApply={(fresh) => void applyText(app, { kind, ...place }, text, fresh)}
          onCancel={() => stopEditing(app)}
        />
      ) : text === null ? (
        <p class="quiet">No s_win yet: rectify from this step, or write it.</p>
      ) : text.trim() === "" ? (
        <p class="quiet">Empty: it says nothing.</p>
      ) : props.source ? (
        <SourceText text={text} marks={props.marks} />
      ) : (
        <FoundIn spans={searched}>
          <RichText text={text} marks={props.marks} soon />
        </FoundIn>
      )}
    </div>
  );
}
