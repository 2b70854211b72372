import { labelsOfFirstError } from "./firstError.ts";
import type { JsonEdit, JsonValue } from "./format.ts";
import type { ParsedTrace, Part } from "./parsed.ts";
import { stepAtOffset } from "./read.ts";

/** One side of a pair as it lies in a row. */
export interface PairSide {
  /** The step itself. */
  readonly text: string;
  readonly path: JsonEdit["path"];
  readonly full: FullText | null;
}

/** The whole continuation that starts with a step, where the row has it. */
export interface FullText {
  readonly text: string;
  readonly path: JsonEdit["path"];
  /** What the field holds where this is the continuation: before it stands the prefix, if the field holds that too. */
  readonly whole: (text: string, prefix?: string) => string;
}

/** Takes the continuation out of a field that may hold the whole trace: the prompt or not, the prefix, and then it. */
export function fullText(
  field: string,
  path: JsonEdit["path"],
  side: string,
  { prompt, prefix }: { readonly prompt: string; readonly prefix: string },
): FullText {
  for (const before of prefix.trim() === "" ? [] : [prefix, prefix.trimEnd()]) {
    const at = field.indexOf(before + side);
    const start = field.slice(0, Math.max(0, at));
    if (at < 0 || !["", prompt.trim()].includes(start.trim())) continue;
    return {
      text: field.slice(at + before.length),
      path,
      whole: (text, to = prefix) => start + (before === prefix ? to : to.trimEnd()) + text,
    };
  }
  return { text: field, path, whole: (text) => text };
}

/** The prefix of a pair as a part: the full texts that hold it too are written with it. */
export function prefixPart({ text, field, write }: Part, sides: readonly PairSide[]): Part {
  const fulls = sides.flatMap(({ full }) => full ?? []);
  return {
    text,
    ...(field === undefined ? {} : { field }),
    write: (value) => [
      ...(write?.(value) ?? []),
      ...fulls
        .filter((full) => full.whole("", value) !== full.whole(""))
        .map((full) => ({ path: full.path, value: full.whole(full.text, value) })),
    ],
  };
}

/** The losing trace of a pair: wrong, and its first error is the step after the prefix. */
export function losingTrace(prefix: readonly Part[], lose: PairSide): ParsedTrace {
  const before = prefix.map((part) => part.text).join("");
  return {
    name: "rejected",
    parts: [...prefix, ...sideParts(lose)],
    labels: (steps) =>
      labelsOfFirstError(stepAtOffset(before + lose.text, steps, before.length), steps.length),
    outcome: "wrong",
  };
}

/** The winning trace of a pair: right, unless there is nothing of it yet. */
export function winningTrace(prefix: readonly Part[], win: PairSide): ParsedTrace {
  const empty = (win.full?.text ?? win.text).trim() === "";
  return { name: "chosen", parts: [...prefix, ...sideParts(win)], outcome: empty ? "unknown" : "right" };
}

function sideParts({ text, path, full }: PairSide): Part[] {
  const field = JSON.stringify(path);
  if (full?.text.startsWith(text) !== true) {
    return [{ text, field, write: (value) => [{ path, value }] }];
  }
  const rest = full.text.slice(text.length);
  const follows = (value: string): boolean => text === "" && rest.startsWith(value);
  return [
    {
      text,
      field,
      write: (value) => [
        { path, value },
        { path: full.path, value: full.whole(follows(value) ? rest : value + rest) },
      ],
      follows,
    },
    {
      text: rest,
      field: `${JSON.stringify(full.path)} rest`,
      write: (value) => [{ path: full.path, value: full.whole(text + value) }],
    },
  ];
}

/** Writes s_win, and with it the continuation that it starts, where the row has a place for that. */
export function winWriter(
  path: JsonEdit["path"],
  full: FullText | null,
): (text: string | null, continuation: string | null) => readonly JsonEdit[] {
  return (text, continuation) => {
    const value: JsonValue = text ?? "";
    if (full === null) return [{ path, value }];
    return [
      { path, value },
      { path: full.path, value: full.whole(text === null ? "" : (continuation ?? text)) },
    ];
  };
}
