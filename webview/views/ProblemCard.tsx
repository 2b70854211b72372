import { useState } from "preact/hooks";
import type { Gold, Row } from "../../src/core/model.ts";
import type { FieldTexts, TraceFacts } from "../../src/protocol/traceEditor.ts";
import { AnswerText } from "../parts/AnswerText.tsx";
import { Button } from "../parts/Button.tsx";
import { FoundIn } from "../parts/FoundIn.tsx";
import { FoundText } from "../parts/FoundText.tsx";
import { Icon } from "../parts/Icon.tsx";
import { RichText } from "../parts/RichText.tsx";
import { attempt } from "../state/context.ts";
import { useApp } from "../state/hooks.ts";
import { shownPlace } from "../state/state.ts";
import { metaShown } from "../text/search.ts";

const goldBy = { file: null, person: "set by you", trace: "the trace's own, known to be right" } as const;

/** Where the gold answer comes from, unless it stands in the file as such. */
function goldWords({ answer, by }: Gold): string | null {
  if (by === null) return null;
  return goldBy[by] ?? (answer === null ? "from its solution" : null);
}

const problemOf = ({ problem }: FieldTexts) => problem;
const answerOf = ({ goldAnswer }: FieldTexts) => goldAnswer;
const solutionOf = ({ goldSolution }: FieldTexts) => goldSolution;

/** The problem, its gold answer and what else the file says of it. */
export function ProblemCard(props: { row: Row; facts: readonly TraceFacts[]; readOnly: boolean }) {
  const { row, facts, readOnly } = props;
  return (
    <section class="problem" aria-label="Problem">
      {row.problem === "" ? (
        <p class="quiet">The row does not hold its problem.</p>
      ) : (
        <FoundIn spans={problemOf}>
          <RichText text={row.problem} soon />
        </FoundIn>
      )}
      <GoldLine gold={row.gold} inSolution={answerInSolution(row.gold, facts)} readOnly={readOnly} />
      <Meta meta={row.meta} />
    </section>
  );
}

/** The answer that the traces were compared with, where only a solution tells it; as it is written in a trace's own. */
function answerInSolution({ by }: Gold, facts: readonly TraceFacts[]): string | null {
  if (by === "trace") return facts[0]?.answer.answer ?? null;
  return facts.find(({ verdict }) => verdict.gold !== null)?.verdict.gold ?? null;
}

/** @param props.inSolution what the solution comes to, where no answer stands beside it */
function GoldLine(props: { gold: Gold; inSolution: string | null; readOnly: boolean }) {
  const { gold, readOnly } = props;
  const app = useApp();
  const [open, setOpen] = useState(false);
  const setGold = () => void attempt(app, () => app.host.run("setGold", shownPlace(app.store.get())));
  const answer = gold.answer ?? props.inSolution;
  const by = goldWords(gold);
  return (
    <>
      <div class="gold">
        <span class="field-name">Gold answer</span>
        {answer === null ? (
          <span class="quiet">none</span>
        ) : (
          <FoundIn spans={answerOf}>
            <AnswerText answer={answer} />
          </FoundIn>
        )}
        {answer !== null && by !== null && <span class="quiet">({by})</span>}
        {answer === null && !readOnly && <Button onClick={setGold}>Set Gold Answer…</Button>}
        {answer !== null && (
          <button
            type="button"
            class="icon-button"
            aria-label="Set Gold Answer"
            title="Set Gold Answer…"
            disabled={readOnly}
            onClick={setGold}
          >
            <Icon name="edit" />
          </button>
        )}
        {gold.solution !== null && (
          <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? "chevron-down" : "chevron-right"} /> Gold solution
          </button>
        )}
      </div>
      {open && gold.solution !== null && (
        <div class="solution">
          <FoundIn spans={solutionOf}>
            <RichText text={gold.solution} soon />
          </FoundIn>
        </div>
      )}
    </>
  );
}

function Meta({ meta }: { meta: Row["meta"] }) {
  if (meta.length === 0) return null;
  return (
    <dl class="meta">
      {meta.map(({ name, value }, at) => (
        <div key={name} title={`${name}: ${value.slice(0, 2000)}`}>
          <dt>{name}</dt>
          <dd>
            <FoundIn spans={(texts) => texts.meta[at] ?? []}>
              <FoundText text={value.slice(0, metaShown)} />
            </FoundIn>
          </dd>
        </div>
      ))}
    </dl>
  );
}
