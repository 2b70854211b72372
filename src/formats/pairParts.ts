import { labelsOfFirstError } from "./firstError.ts";
import type { JsonEdit, JsonValue } from "./format.ts";
import type { ParsedTrace, Part } from "./parsed.ts";
import { stepAtOffset } from "./read.ts";

/** One side of a pair as it lies in a row. */
export interface PairSide {
  /** The step itself. */
  readonly text: string;
  readonly path: JsonEdit["path"];
  /** The whole continuation that starts with the step, where the row has it. */
  readonly full: { readonly text: string; readonly path: JsonEdit["path"] } | null;
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
        { path: full.path, value: follows(value) ? rest : value + rest },
      ],
      follows,
    },
    {
      text: rest,
      field: `${JSON.stringify(full.path)} rest`,
      write: (value) => [{ path: full.path, value: text + value }],
    },
  ];
}

/** Writes s_win, and with it the continuation that it starts, where the row has a place for that. */
export function winWriter(
  path: JsonEdit["path"],
  fullPath: JsonEdit["path"] | null,
): (text: string | null, continuation: string | null) => readonly JsonEdit[] {
  return (text, continuation) => {
    const value: JsonValue = text ?? "";
    if (fullPath === null) return [{ path, value }];
    return [
      { path, value },
      { path: fullPath, value: text === null ? "" : (continuation ?? text) },
    ];
  };
}
