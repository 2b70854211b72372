import { stepMarker } from "../../core/marker.ts";
import { firstError, hasWin, type Label, type Outcome, type Row, type Trace } from "../../core/model.ts";
import type { RowState, TraceFacts } from "../../protocol/traceEditor.ts";
import { oneLine } from "../text.ts";
import { grouped } from "./ranges.ts";

/** A codicon and a theme color id. */
export interface IconChoice {
  readonly icon: string;
  readonly color: string | null;
}

/** How a node looks, in VS Code's terms but without VS Code. */
export interface Description {
  readonly label: string;
  /** Stretches of the label that were looked for: start and end. */
  readonly highlights?: readonly (readonly [number, number])[];
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon: IconChoice;
  /** What menus look at: words separated by spaces. */
  readonly context: string;
}

/** Room for the description, which VS Code cuts before the label. */
const shortLabel = 20;

const right = { icon: "pass", color: "testing.iconPassed" };
const wrong = { icon: "error", color: "errorForeground" };
const unknown = { icon: "circle-outline", color: "disabledForeground" };
/** A step with its s_win: the place is dealt with. */
const paired = { icon: "thumbsup", color: "testing.iconPassed" };
const mixed = { icon: "color-mode", color: "charts.yellow" };
const broken = { icon: "warning", color: "list.warningForeground" };

const outcomeIcons: Record<Outcome, IconChoice> = { right, wrong, unknown };

const labelIcons: Record<Label | "none", IconChoice> = {
  correct: { icon: "check", color: "testing.iconPassed" },
  neutral: { icon: "dash", color: "charts.yellow" },
  incorrect: { icon: "close", color: "errorForeground" },
  none: { icon: "circle-small", color: "disabledForeground" },
};

/** A row: its number, the problem's first words, and how its traces end. */
export function describeProblem(state: RowState): Description {
  const number = grouped(state.index + 1);
  const edit = state.readOnly === null && state.row !== null ? "editable" : "readonly";
  if (state.row === null) {
    const why = state.error ?? "Fits no known format.";
    return {
      label: `${number}  ${oneLine(state.raw ?? "")}`,
      description: "can’t be read",
      tooltip: why,
      icon: broken,
      context: "problem broken",
    };
  }
  const { traces, pairs, gold } = state.row;
  const lone = traces.length === 1 ? traces[0] : undefined;
  const loneFacts = state.facts[0];
  const parts =
    lone !== undefined && loneFacts !== undefined
      ? traceParts(lone, loneFacts)
      : [traces.length === 0 ? "" : countRight(state.facts)];
  if (pairs.some(hasWin)) parts.push("s_win");
  if (state.edited) parts.push("edited");
  return {
    label: `${number}  ${oneLine(state.row.problem, shortLabel)}`,
    description: joined(parts),
    tooltip: lines([
      oneLine(state.row.problem, 600),
      goldWords(gold),
      ...state.row.meta.slice(0, 6).map(({ name, value }) => `${name}: ${oneLine(value, 80)}`),
    ]),
    icon: traces.length === 0 ? { icon: "question", color: null } : rowIcon(state.facts),
    context: `problem ${edit}`,
  };
}

/** What is known of the gold answer; nothing where only its solution tells it. */
function goldWords({ answer, solution }: Row["gold"]): string {
  if (answer !== null) return `Gold answer: ${oneLine(answer, 200)}`;
  return solution === null ? "No gold answer." : "";
}

/** How many of several traces end right; their number alone where no outcome is known. */
function countRight(facts: readonly Pick<TraceFacts, "outcome">[]): string {
  if (facts.every(({ outcome }) => outcome === "unknown")) return `${facts.length} traces`;
  return `${facts.filter(({ outcome }) => outcome === "right").length}/${facts.length} right`;
}

/** The icon of all traces where they agree; a half circle where some end right and some wrong. */
function rowIcon(facts: readonly Pick<TraceFacts, "outcome">[]): IconChoice {
  const outcomes = new Set(facts.map((one) => one.outcome));
  const [only] = outcomes;
  if (outcomes.size === 1 && only !== undefined) return outcomeIcons[only];
  return outcomes.has("right") && outcomes.has("wrong") ? mixed : outcomes.has("wrong") ? wrong : unknown;
}

/** One of several traces of a row. */
export function describeTrace(trace: Trace, facts: TraceFacts, index: number): Description {
  return {
    label: trace.name === "" ? `Trace ${index + 1}` : trace.name,
    description: joined(traceParts(trace, facts)),
    tooltip: lines([oneLine(trace.text, 600), `Outcome: ${facts.outcome} (${facts.verdict.reason})`]),
    icon: outcomeIcons[facts.outcome],
    context: "trace",
  };
}

function traceParts(trace: Trace, facts: TraceFacts): string[] {
  const error = firstError(trace);
  return [
    facts.answer.answer === null ? "no answer" : oneLine(facts.answer.answer, 40),
    facts.disagree ? "file and grader disagree" : "",
    error === null ? "" : `first error: step ${error + 1}`,
  ];
}

/** One step of a trace. `arithmetic` are the false equations in it. */
export function describeStep(
  row: Row,
  trace: number,
  step: number,
  arithmetic: readonly { equation: string; expected: string }[],
  editable: boolean,
): Description {
  const at = row.traces[trace];
  const one = at?.steps[step];
  if (at === undefined || one === undefined)
    throw new RangeError(`There is no step ${step + 1} in trace ${trace + 1}.`);
  const first = firstError(at) === step;
  const win = row.pairs.find(
    (pair) => (pair.trace === trace || pair.trace === null) && pair.step === step && hasWin(pair),
  );
  const slip = arithmetic[0];
  return {
    label: `${step + 1}  ${oneLine(withoutMarker(one.text), 60)}`,
    description: joined([
      first ? "first error" : (one.label ?? ""),
      one.value === null ? "" : `value ${one.value.toFixed(2)}`,
      slip === undefined ? "" : `${oneLine(slip.equation, 40)} is false`,
      win === undefined ? "" : "has s_win",
    ]),
    tooltip: lines([
      oneLine(one.text, 1200),
      `Label: ${one.label ?? "none"}${one.by === null || one.by === "file" ? "" : ` by ${one.by}`}`,
      ...arithmetic.map((finding) => `False equation: ${finding.equation} (expected ${finding.expected})`),
      win?.win == null ? "" : `s_win: ${oneLine(win.win, 600)}`,
    ]),
    icon: win !== undefined ? paired : first ? wrong : labelIcons[one.label ?? "none"],
    context: editable ? "step editable" : "step readonly",
  };
}

/** The step's own number stands before it already. */
function withoutMarker(text: string): string {
  const body = text.slice(stepMarker(text)?.end ?? 0);
  return body.trim() === "" ? text : body;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

/** Lines as paragraphs; shown as plain text, so that a dataset can't put links or images into a tooltip. */
function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
