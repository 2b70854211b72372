import { compilePattern } from "../../core/pattern.ts";
import { requiredText } from "./requiredText.ts";
import { patternOf, plainByte, spellingsOf, type CharSpellings, type Spelling } from "./spelling.ts";
import { StorageError, type FieldTest, type SearchQuery } from "../types.ts";

/** What of a query the bytes of a row decide; crosses threads. */
export type ByteQuery = Pick<SearchQuery, "text" | "kind" | "caseSensitive" | "field" | "equals">;

/** Byte runs of which one lies in each row that is found, but for rows with an odd escape. */
export type Anchors = readonly Spelling[];

/** What to look for in bytes. */
export interface Needle {
  /** One a text that may be looked for; for each text the choice of what to tell it by. */
  readonly choices: readonly (readonly Anchors[])[];
  /** True where they are what each match of the query's text holds, false where they are a field's values. */
  readonly inMatch: boolean;
  /** The whole texts in all their spellings, as patterns for ripgrep with bytes as characters. */
  readonly patterns: readonly string[];
}

/** Null where rows can't be told by their bytes, so that every one must be read. */
export function needleOf(query: ByteQuery): Needle | null {
  const fold = query.caseSensitive !== true;
  const literal = query.kind === "regex" ? requiredText(query.text) : query.text;
  if (literal !== "") return together([Array.from(literal, (char) => spellingsOf(char, fold))], true);
  for (const { values } of query.equals ?? []) {
    const texts = values.map(charsOf);
    if (texts.every((chars) => chars !== null)) return together(texts, false);
  }
  return null;
}

/** A text's characters in a row; null for values that are written in many ways, or lie in most rows. */
function charsOf(value: FieldTest["values"][number]): CharSpellings[] | null {
  if (typeof value !== "string") return null;
  return [plainByte('"'), ...Array.from(value, (char) => spellingsOf(char, false)), plainByte('"')];
}

function together(texts: readonly (readonly CharSpellings[])[], inMatch: boolean): Needle {
  return {
    inMatch,
    choices: texts.map(choicesOf),
    patterns: texts.map((chars) => chars.map(patternOf).join("")),
  };
}

/** Characters of a run that are looked for, and of one in which they may be escaped, each in all its escapes. */
const longest = 64;
const mostEscaped = 4;

/**
 * What a text can be told by: a part that is written one way alone; a part that has one raw spelling, or else holds an
 * escape; all ways of one character.
 */
function choicesOf(chars: readonly CharSpellings[]): Anchors[] {
  const plain = runsOf(chars, ({ raw, escaped }) => raw.length === 1 && escaped.length === 0);
  const mixed = runsOf(chars, ({ raw }) => raw.length === 1).map((run) => run.slice(0, mostEscaped));
  const choices = [
    ...plain.map((run) => [rawOf(run.slice(0, longest))]),
    ...mixed.map((run) => [rawOf(run), ...run.flatMap(({ escaped }) => escaped)]),
  ];
  return choices.length > 0
    ? choices
    : [chars.slice(0, 1).flatMap(({ raw, escaped }) => [...raw, ...escaped])];
}

function rawOf(chars: readonly CharSpellings[]): Spelling {
  return chars.flatMap(({ raw }) => raw[0] ?? []);
}

/** The longest parts of a text whose characters are all of a kind. */
function runsOf(
  chars: readonly CharSpellings[],
  belongs: (char: CharSpellings) => boolean,
): CharSpellings[][] {
  const runs: CharSpellings[][] = [];
  let run: CharSpellings[] = [];
  for (const char of chars) {
    if (!belongs(char)) run = [];
    else if (run.push(char) === 1) runs.push(run);
  }
  return runs;
}

/** Matches in decoded text. @throws StorageError where the query is no regular expression, or one that may run for ever */
export function textPattern({ text, kind, caseSensitive }: ByteQuery): RegExp {
  const flags = caseSensitive === true ? "u" : "iu";
  if (kind !== "regex") return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&"), flags);
  try {
    return new RegExp(compilePattern(text).source, `m${flags}`);
  } catch (error) {
    throw new StorageError(
      "refused",
      `The pattern can't be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
