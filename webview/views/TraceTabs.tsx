import { useEffect, useRef } from "preact/hooks";
import type { Trace } from "../../src/core/model.ts";
import type { TraceFacts } from "../../src/protocol/traceEditor.ts";
import { Icon } from "../parts/Icon.tsx";
import { outcomeWords } from "../parts/words.ts";
import { useApp } from "../state/hooks.ts";
import { moveTrace } from "../state/navigate.ts";

/** The traces of the row, where there are several. */
export function TraceTabs(props: {
  traces: readonly Trace[];
  facts: readonly TraceFacts[];
  current: number;
}) {
  const { traces, facts, current } = props;
  const app = useApp();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  if (traces.length < 2) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    moveTrace(app, event.key === "ArrowRight" ? 1 : -1);
  };
  return (
    <div class="tabs" role="tablist" aria-label="Traces" ref={list} onKeyDown={onKeyDown}>
      {traces.map((trace, index) => {
        const outcome = outcomeWords[facts[index]?.outcome ?? trace.outcome];
        const name = trace.name === "" ? `Trace ${index + 1}` : trace.name;
        return (
          <button
            key={index}
            type="button"
            role="tab"
            id={`tab-${index}`}
            aria-selected={index === current}
            aria-controls="trace"
            tabIndex={index === current ? 0 : -1}
            title={`${name}: ${outcome.word.toLowerCase()}`}
            onClick={() => app.store.dispatch({ kind: "step", trace: index, step: 0 })}
          >
            <Icon name={outcome.icon} className={`tone-${outcome.tone}`} label={outcome.word} /> {name}
          </button>
        );
      })}
    </div>
  );
}
