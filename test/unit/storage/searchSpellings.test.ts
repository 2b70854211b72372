import { describe, expect, it } from "vitest";
import { ripgrepPath } from "../../../src/storage/search/ripgrepPath.ts";
import type { DatasetSession, SearchQuery } from "../../../src/storage/types.ts";
import { openText } from "./support.ts";

/** Characters that JSON writers escape, or may, and their short escapes. */
const chars: readonly (readonly [char: string, short: string | null])[] = [
  ["/", "\\/"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\u0001", null],
  ["<", null],
  [">", null],
  ["&", null],
  ["'", null],
  ["+", null],
  ["=", null],
  ["`", null],
  ["\u007f", null],
  ["é", null],
  ["É", null],
  ["ſ", null],
  ["数", null],
  ["\u2028", null],
  ["\ufeff", null],
  ["😀", null],
  // No writer escapes these.
  ["k", null],
  [" ", null],
];

/** All ways to write a character in a JSON string, each once. */
function waysOf(char: string, short: string | null): string[] {
  const units = Array.from({ length: char.length }, (_, k) =>
    char.charCodeAt(k).toString(16).padStart(4, "0"),
  );
  const escaped = (write: (hex: string) => string): string => units.map((hex) => `\\u${write(hex)}`).join("");
  const raw = char >= " " && char !== '"' && char !== "\\" ? [char] : [];
  const mixed = (hex: string): string => hex.replace(/[a-f]/u, (digit) => digit.toUpperCase());
  return [
    ...new Set([
      ...raw,
      ...(short === null ? [] : [short]),
      escaped((hex) => hex),
      escaped((hex) => hex.toUpperCase()),
      escaped(mixed),
    ]),
  ];
}

async function rows(session: DatasetSession, query: SearchQuery): Promise<number[]> {
  const found: number[] = [];
  for await (const hits of session.search(query)) found.push(...hits.map(({ row }) => row));
  return found.sort((a, b) => a - b);
}

/** Rows that hold nothing that is looked for, so that those with it are few. */
const others = Array.from({ length: 300 }, (_, k) => `{"problem":"Nothing ${k}: x-y, x\\\\ny, x\\\\\\/y"}`);

// Each way in a row of its own: another in the same row would hide that it is not looked for.
describe.each([
  ["with ripgrep", ripgrepPath()],
  ["without", null],
])("each way to write a character is found %s:", { timeout: 120_000 }, (_, ripgrep) => {
  it.each(chars.map(([char, short]) => [JSON.stringify(char), char, short] as const))(
    "%s",
    async (__, char, short) => {
      const ways = waysOf(char, short);
      const content = [...others, ...ways.map((way) => `{"problem":"a x${way}y b"}`)].join("\n");
      const { session } = await openText(`${content}\n`, { ripgrep });
      const expected = ways.map((___, k) => others.length + k);
      const text = `x${char}y`;
      // The first search learns which rows have odd escapes; later ones know.
      for (const query of [
        { text, caseSensitive: true },
        { text },
        { text: text.toUpperCase().length === text.length ? text.toUpperCase() : text },
        { text: char, field: "problem", caseSensitive: true },
      ]) {
        const found = await rows(session, query);
        expect([query, found.filter((row) => row >= others.length)]).toEqual([query, expected]);
        if (query.text !== char) expect(found).toEqual(expected);
      }
      const equals = [{ field: "problem", values: [`a ${text} b`] }];
      expect(await rows(session, { text: "", equals })).toEqual(expected);
    },
  );
});
