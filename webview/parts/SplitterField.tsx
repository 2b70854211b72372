import { useState } from "preact/hooks";
import { splitChoices, type SplitCount } from "../../src/core/splitChoices.ts";
import { parseSplitter, type Splitter } from "../../src/core/split.ts";
import { Dropdown } from "./Dropdown.tsx";
import { TextField } from "./TextField.tsx";
import { counted } from "./words.ts";

const typedKinds = {
  tag: { text: "After a tag…", label: "A step ends after this text" },
  pattern: { text: "Before a pattern…", label: "A step begins before this regular expression" },
} as const;
type TypedKind = keyof typeof typedKinds;

interface SplitterFieldProps {
  readonly label: string;
  /** In front of each choice, such as "Split: ". */
  readonly before?: string;
  readonly value: Splitter;
  /** Steps that each choice gives what is shown. */
  readonly splits: readonly SplitCount[];
  /** Steps that a typed splitter would give; null where they are not counted. */
  readonly count?: (splitter: Splitter) => number | null;
  /** Takes what is typed as it is typed, not at Enter. */
  readonly live?: boolean;
  readonly onChoose: (splitter: Splitter) => void;
  readonly onDone?: () => void;
}

/** How traces are cut into steps: chosen with the number of steps that each gives, or a tag or pattern that is typed. */
export function SplitterField(props: SplitterFieldProps) {
  const { label, before = "", value, splits, onChoose, onDone } = props;
  const [typing, setTyping] = useState<TypedKind | null>(null);
  const steps = (splitter: Splitter) => {
    const found = splits.find((one) => one.splitter === splitter);
    return found === undefined ? "" : ` – ${counted(found.steps, "step")}`;
  };
  if (typing !== null) {
    return <Typed {...props} kind={typing} onClose={() => setTyping(null)} />;
  }
  const known = splitChoices.some(({ splitter }) => splitter === value);
  const count = known ? null : (props.count?.(value) ?? null);
  const choices = [
    ...splitChoices.map(({ splitter, title }) => ({
      value: splitter,
      text: before + title + steps(splitter),
    })),
    ...(known
      ? []
      : [{ value, text: `${before}${value}${count === null ? "" : ` – ${counted(count, "step")}`}` }]),
    ...Object.entries(typedKinds).map(([kind, { text }]) => ({ value: kind, text: before + text })),
  ];
  return (
    <Dropdown
      // The toolkit shows a chosen option's text as it was when it was chosen.
      key={choices.map(({ text }) => text).join("\n")}
      label={label}
      className="splitter"
      value={value}
      choices={choices}
      {...(onDone === undefined ? {} : { onDone })}
      onChoose={(chosen) => {
        if (chosen === "tag" || chosen === "pattern") setTyping(chosen);
        else onChoose(parseSplitter(chosen));
      }}
    />
  );
}

function Typed(props: SplitterFieldProps & { kind: TypedKind; onClose: () => void }) {
  const { kind, value, count, live = false, onChoose, onClose } = props;
  const [text, setText] = useState(value.startsWith(`${kind}:`) ? value.slice(kind.length + 1) : "");
  const read = readTyped(kind, text);
  const change = (typed: string) => {
    setText(typed);
    const next = readTyped(kind, typed);
    if (live && next.splitter !== null) onChoose(next.splitter);
  };
  const steps = read.splitter === null ? null : (count?.(read.splitter) ?? null);
  return (
    <div class="splitter-typed">
      <TextField
        autofocus
        label={typedKinds[kind].label}
        placeholder={kind === "tag" ? "Text, such as ки" : "Regular expression, such as ^Step \\d+"}
        title={`${typedKinds[kind].label}. Enter applies, Esc leaves`}
        value={text}
        aria-invalid={text !== "" && read.splitter === null}
        onInput={(event: Event) => change((event.target as HTMLElement & { value: string }).value)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.stopPropagation();
          if (event.key === "Enter" && read.splitter === null) return;
          if (event.key === "Enter" && read.splitter !== null) onChoose(read.splitter);
          onClose();
        }}
      />
      <span
        class={read.splitter === null && text !== "" ? "splitter-hint tone-bad" : "splitter-hint"}
        role="status"
      >
        {text === ""
          ? typedKinds[kind].label
          : (read.error ?? (steps === null ? "Enter applies" : counted(steps, "step")))}
      </span>
    </div>
  );
}

function readTyped(kind: TypedKind, text: string): { splitter: Splitter | null; error: string | null } {
  try {
    return { splitter: parseSplitter(`${kind}:${text}`), error: null };
  } catch (error) {
    return { splitter: null, error: error instanceof Error ? error.message : String(error) };
  }
}
