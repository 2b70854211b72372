import { useEffect, useRef, useState } from "preact/hooks";
import type { Gold } from "../../src/core/model.ts";
import type { RectificationState, RectifyChoice } from "../../src/protocol/traceEditor.ts";
import { Banner } from "../parts/Banner.tsx";
import { Button } from "../parts/Button.tsx";
import { IconButton } from "../parts/IconButton.tsx";
import { ProgressBar } from "../parts/ProgressBar.tsx";
import { counted } from "../parts/words.ts";
import { attempt } from "../state/context.ts";
import { choiceFields, readChoice, type ChoiceFields } from "../state/choice.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { cancelRectify, closePanel, showPrompt, startRectify } from "../state/rectify.ts";
import { samePlace, type StepPlace } from "../state/state.ts";
import { CandidateList } from "./CandidateList.tsx";
import { RectifySettings } from "./RectifySettings.tsx";

const fallback: RectifyChoice = {
  sampling: { n: 20, temperature: 0.8, topP: 0.95, maxTokens: 1024, seed: null },
  stopAfterWins: null,
  form: "native",
};

/** Sampling continuations of the prefix before a step, and choosing s_win among them. */
export function RectifyPanel({ place, gold }: { place: StepPlace; gold: Gold }) {
  const app = useApp();
  const ref = useRoom();
  const model = useSelect((state) => state.dataset?.model ?? null);
  const last = useSelect((state) => state.dataset?.rectify ?? fallback);
  const rectification = useSelect((state) =>
    samePlace(state.rectification?.place ?? null, place) ? state.rectification : null,
  );
  const busy = useSelect((state) => state.rectification?.running === true);
  const [fields, setFields] = useState<ChoiceFields>(() => choiceFields(rectification?.choice ?? last));
  const choice = readChoice(fields);
  const start = () => {
    if (choice !== null) void startRectify(app, place, choice);
  };
  return (
    <section class="rectify" ref={ref} aria-label={`Rectify from step ${place.step + 1}`}>
      <Head place={place} rectification={rectification} />
      {rectification?.running === true && <Progress rectification={rectification} />}
      {model === null && <NoModel />}
      {gold.answer === null && <NoGold />}
      <RectifySettings
        fields={fields}
        sampled={rectification?.choice ?? null}
        running={rectification?.running === true}
        onChange={setFields}
        onStart={start}
      >
        <Button
          primary={rectification === null}
          icon={rectification === null ? "play" : "refresh"}
          disabled={choice === null || model === null || busy}
          onClick={start}
        >
          {rectification === null ? "Start" : "Retry"}
        </Button>
        <Button
          disabled={choice === null || model === null}
          onClick={() => {
            if (choice !== null) void showPrompt(app, place, choice);
          }}
        >
          Show Prompt
        </Button>
      </RectifySettings>
      {rectification?.error != null && <Banner kind="error">{rectification.error}</Banner>}
      {rectification !== null && <CandidateList rectification={rectification} />}
      {rectification !== null && rectification.candidates.length > 0 && (
        <p class="hint">
          <kbd>c</kbd> to the candidates, <kbd>j</kbd> <kbd>k</kbd> among them, <kbd>a</kbd> accept,{" "}
          <kbd>e</kbd> edit before accepting, <kbd>x</kbd> reject
        </p>
      )}
    </section>
  );
}

/** A panel that opens low in the view is brought up, so that there is room for the candidates under it. */
function useRoom() {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const top = ref.current?.getBoundingClientRect().top ?? 0;
    if (top > window.innerHeight * 0.45) ref.current?.scrollIntoView({ block: "center" });
  }, []);
  return ref;
}

function Head({ place, rectification }: { place: StepPlace; rectification: RectificationState | null }) {
  const app = useApp();
  return (
    <div class="rectify-head">
      <div class="rectify-title">
        <h2>Rectify from step {place.step + 1}</h2>
        {rectification !== null && (
          <span class="quiet">
            {rectification.model}: {summary(rectification)}
          </span>
        )}
      </div>
      {rectification?.running === true ? (
        <Button icon="debug-stop" onClick={() => void cancelRectify(app)}>
          Cancel
        </Button>
      ) : (
        <IconButton icon="close" label="Dismiss" keys="Esc" onClick={() => void closePanel(app)} />
      )}
    </div>
  );
}

/** How far it is; at the end, how it ended, with the host's own counts. */
function summary({ candidates, message, running }: RectificationState): string {
  if (!running && message !== null) return message;
  const wins = candidates.filter((candidate) => candidate.state === "win").length;
  const tokens = candidates.reduce((sum, candidate) => sum + candidate.tokens, 0);
  return `${counted(candidates.length, "candidate")}, ${counted(wins, "win")}, ${counted(tokens, "token")}`;
}

function Progress({ rectification }: { rectification: RectificationState }) {
  const { candidates, choice, message } = rectification;
  const done = candidates.filter((candidate) => candidate.state !== "streaming").length;
  return (
    <div class="rectify-progress">
      <ProgressBar done={done} all={choice.sampling.n} label="Candidates sampled" />
      <span class="quiet">
        {done} of {choice.sampling.n} done{message === null ? "" : `. ${message}`}
      </span>
    </div>
  );
}

function NoModel() {
  const app = useApp();
  const run = (command: "addModel" | "manageModels") =>
    void attempt(app, () => app.host.run(command, app.store.get().place));
  return (
    <Banner
      kind="warning"
      actions={
        <>
          <Button primary onClick={() => run("addModel")}>
            Add or Get a Model…
          </Button>
          <Button onClick={() => run("manageModels")}>Manage Models…</Button>
        </>
      }
    >
      No model chosen. Choose one above, add a server, or get the small embedded one.
    </Banner>
  );
}

function NoGold() {
  const app = useApp();
  return (
    <Banner
      kind="warning"
      actions={
        <Button onClick={() => void attempt(app, () => app.host.run("setGold", app.store.get().place))}>
          Set Gold Answer…
        </Button>
      }
    >
      This problem has no gold answer: candidates can't be marked right or wrong.
    </Banner>
  );
}
