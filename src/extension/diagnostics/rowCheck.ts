import type { Row } from "../../core/model.ts";
import {
  checkOneRow,
  checkRows,
  Drops,
  rules,
  type CheckFinding,
  type CheckOptions,
} from "../../pipeline/check/index.ts";
import { textHash } from "../../pipeline/check/hash.ts";
import type { RowView } from "../../storage/types.ts";
import { falseEquations } from "./falseEquations.ts";
import type { Pace } from "./pace.ts";

/** Rules that compare rows with others: what they say of a row can't be found out from that row alone. */
export const acrossRows: ReadonlySet<string> = new Set(
  rules.filter((rule) => rule.acrossRows).map(({ name }) => name),
);

/** Longest row, in UTF-16 units, that is checked in the editor: the rules would take over 50 ms for a longer one. */
const longestRow = 400_000;

/** What the rules and the arithmetic check say of rows, as they come; pauses between pieces of work. */
export async function* checkViews(
  views: AsyncIterable<RowView>,
  pace: Pace,
  options: CheckOptions = {},
): AsyncGenerator<CheckFinding> {
  const found: CheckFinding[] = [];
  const checked = withEquations(views, pace, found);
  for await (const finding of checkRows(checked, options)) {
    yield* found.splice(0);
    yield finding;
  }
  yield* found;
}

/** What can be said of one row by itself. */
export async function checkView(
  view: RowView,
  pace: Pace,
  options: CheckOptions = {},
): Promise<CheckFinding[]> {
  const found: CheckFinding[] = [];
  for await (const readable of withEquations(one(view), pace, found))
    found.push(...checkOneRow(readable, options));
  return found;
}

/** Which rows to leave out of a copy; looks at longer rows than the check in the background does. */
export async function dropsOf(
  views: AsyncIterable<RowView>,
  pace: Pace,
  options: CheckOptions & { readonly rules: readonly string[] },
): Promise<Drops> {
  const drops = new Drops(options.rules);
  for await (const finding of checkRows(paced(views, pace), options)) drops.add(finding);
  return drops;
}

async function* paced(views: AsyncIterable<RowView>, pace: Pace): AsyncGenerator<RowView> {
  for await (const view of views) {
    await pace.turn();
    yield view;
  }
}

/** Tells whether a row's texts are what they were, whatever its labels are now. */
export function textsKey({ problem, traces, pairs }: Row): number {
  const texts = pairs.flatMap(({ prefix, win, lose }) => [prefix, win, lose]);
  return textHash(JSON.stringify([problem, traces.map(({ text }) => text), texts]));
}

async function* withEquations(
  views: AsyncIterable<RowView>,
  pace: Pace,
  found: CheckFinding[],
): AsyncGenerator<RowView> {
  for await (const view of views) {
    await pace.turn();
    if (view.raw.length > longestRow) {
      found.push(tooLong(view));
      continue;
    }
    for (const [index, trace] of (view.row?.traces ?? []).entries()) {
      if (view.row !== null) found.push(...falseEquations(view, view.row, index, trace));
      await pace.turn();
    }
    yield view;
  }
}

function tooLong({ index, line, raw }: RowView): CheckFinding {
  const size = `${(raw.length / 1e6).toFixed(1)} million characters`;
  return {
    ...{ rule: "long-row", severity: "info", row: index, line, trace: null, step: null, fix: null },
    message: `The row has ${size}, too many to be checked while you work; \`stepdpo check\` looks at it.`,
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of what is there already
async function* one(view: RowView): AsyncGenerator<RowView> {
  yield view;
}
