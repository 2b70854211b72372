import { useState } from "preact/hooks";
import type { Gold, Row } from "../../src/core/model.ts";
import type { FieldTexts } from "../../src/protocol/traceEditor.ts";
import { AnswerText } from "../parts/AnswerText.tsx";
import { Button } from "../parts/Button.tsx";
import { FoundIn } from "../parts/FoundIn.tsx";
import { FoundText } from "../parts/FoundText.tsx";
import { Icon } from "../parts/Icon.tsx";
import { RichText } from "../parts/RichText.tsx";
import { attempt } from "../state/context.ts";
import { useApp } from "../state/hooks.ts";
import { metaShown } from "../text/search.ts";

const goldBy = { file: null, person: "set by you", trace: "the trace's own, known to be right" } as const;

const problemOf = ({ problem }: FieldTexts) => problem;
const answerOf = ({ goldAnswer }: FieldTexts) => goldAnswer;
const solutionOf = ({ goldSolution }: FieldTexts) => goldSolution;

/** The problem, its gold answer and what else the file says of it. */
export function ProblemCard({ row }: { row: Row }) {
  return (
    <section class="problem" aria-label="Problem">
      {row.problem === "" ? (
        <p class="quiet">The row does not hold its problem.</p>
      ) : (
        <FoundIn spans={problemOf}>
          <RichText text={row.problem} soon />
        </FoundIn>
      )}
      <GoldLine gold={row.gold} />
      <Meta meta={row.meta} />
    </section>
  );
}

function GoldLine({ gold }: { gold: Gold }) {
  const app = useApp();
  const [open, setOpen] = useState(false);
  const setGold = () => void attempt(app, () => app.host.run("setGold", app.store.get().place));
  const by = gold.by === null ? null : goldBy[gold.by];
  return (
    <>
      <div class="gold">
        <span class="field-name">Gold answer</span>
        {gold.answer === null ? (
          <span class="quiet">none</span>
        ) : (
          <FoundIn spans={answerOf}>
            <AnswerText answer={gold.answer} />
          </FoundIn>
        )}
        {by !== null && <span class="quiet">({by})</span>}
        {gold.answer === null && <Button onClick={setGold}>Set Gold Answer…</Button>}
        {gold.answer !== null && (
          <button
            type="button"
            class="icon-button"
            aria-label="Set Gold Answer"
            title="Set Gold Answer…"
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
