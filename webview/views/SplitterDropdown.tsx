import { useState } from "preact/hooks";
import type { Splitter } from "../../src/core/split.ts";
import { parseSplitter } from "../../src/core/split.ts";
import { TextField } from "../parts/TextField.tsx";
import { Dropdown, type Choice } from "../parts/Dropdown.tsx";
import { attempt, messageOf } from "../state/context.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { backToStep } from "../state/navigate.ts";

const choices: readonly Choice[] = [
  { value: "auto", text: "Split: automatic" },
  { value: "step", text: 'Split: "Step i:"' },
  { value: "numbered", text: "Split: numbered" },
  { value: "paragraphs", text: "Split: paragraphs" },
  { value: "lines", text: "Split: lines" },
  { value: "sentences", text: "Split: sentences" },
];
const typedKinds = { tag: "tag:", pattern: "pattern:" } as const;

/** How traces are cut into steps. A tag or pattern is typed. */
export function SplitterDropdown() {
  const app = useApp();
  const splitter = useSelect((state) => state.dataset?.splitter ?? "auto");
  const [typing, setTyping] = useState<string | null>(null);
  const custom = splitter.includes(":") ? [{ value: splitter, text: `Split: ${splitter}` }] : [];
  const more = [
    { value: "tag", text: "Split: after a tag…" },
    { value: "pattern", text: "Split: by a pattern…" },
  ];
  const set = (chosen: Splitter) => void attempt(app, () => app.host.setSplitter(chosen));
  const take = (typed: string) => {
    try {
      set(parseSplitter(typed));
      setTyping(null);
    } catch (error) {
      app.store.dispatch({ kind: "notice", notice: { kind: "error", message: messageOf(error) } });
    }
  };
  if (typing !== null) return <TypedSplitter start={typing} onTake={take} onCancel={() => setTyping(null)} />;
  return (
    <Dropdown
      label="How traces are cut into steps"
      value={splitter}
      choices={[...choices, ...custom, ...more]}
      onDone={() => backToStep(app)}
      onChoose={(chosen) => {
        if (chosen === "tag" || chosen === "pattern") setTyping(typedKinds[chosen]);
        else take(chosen);
      }}
    />
  );
}

function TypedSplitter(props: { start: string; onTake: (typed: string) => void; onCancel: () => void }) {
  const [typed, setTyped] = useState(props.start);
  return (
    <TextField
      autofocus
      label="Splitter: tag:TEXT or pattern:REGEXP"
      title="tag:TEXT or pattern:REGEXP. Enter applies, Esc leaves"
      value={typed}
      onInput={(event: Event) => setTyped((event.target as HTMLElement & { value: string }).value)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === "Enter") props.onTake(typed);
        if (event.key === "Escape") props.onCancel();
        if (event.key === "Enter" || event.key === "Escape") event.stopPropagation();
      }}
    />
  );
}
