import { stepMarkers, type Marker } from "../../core/marker.ts";
import type { JsonEdit, JsonObject } from "../../formats/format.ts";
import { pairsIn, placeOf, type PlacedPair } from "./pairTexts.ts";
import { editsOfSides, valuesFix } from "./rawText.ts";
import { perRow, type Rule } from "./types.ts";

/** A prefix that doesn't end where its step's text begins. */
export const prefixEnd: Rule = perRow(
  {
    name: "prefix-end",
    fixes: true,
    fix: "white space or marker moved, or the marker added",
    of: "pairs",
    severity: "error",
    title: 'Prefix does not end in "Step k:"',
    help: 'Win and lose are trained as what follows the prefix: it must end in the marker of their step, "Step k:", with no space after it (the space is the first token of the step), and k must count on.',
    example: '"initial_reason_steps": "Step 1: He has 2."',
  },
  function* (checked) {
    for (const placed of pairsIn(checked)) {
      const { prefix } = placed.pair;
      const markers = stepMarkers(prefix);
      const last = markers.at(-1);
      const field = prefixField(checked.value, prefix);
      // Pairs in the trace's own form (lines, paragraphs) have no markers.
      if (last === undefined && field !== "initial_reason_steps") continue;
      const place = placeOf(placed);
      if (last?.end === prefix.length) {
        if (last.number !== markers.length && markers[0]?.number === 1) {
          yield {
            ...place,
            severity: "warning",
            message: `The prefix ends in Step ${last.number}, but has ${markers.length} steps.`,
          };
        }
        continue;
      }
      const edits = field === null ? null : mended(checked.value, field, placed, markers);
      const spaced = last?.end === prefix.trimEnd().length;
      yield {
        ...place,
        message: spaced
          ? `The prefix has white space after "Step ${last.number}:".`
          : `The prefix does not end in "Step ${(last?.number ?? 0) + 1}:".`,
        ...(edits === null ? {} : valuesFix(edits.title, place, edits.edits)),
      };
    }
  },
);

/** The row's field that holds the prefix alone. */
function prefixField(value: JsonObject, prefix: string): string | null {
  return ["initial_reason_steps", "prefix"].find((key) => value[key] === prefix) ?? null;
}

interface Mended {
  readonly title: string;
  readonly edits: readonly JsonEdit[];
}

/** What makes the prefix end in its marker, where that is plain to see. */
function mended(
  value: JsonObject,
  field: string,
  { pair }: PlacedPair,
  markers: readonly Marker[],
): Mended | null {
  const { prefix } = pair;
  const bare = prefix.trimEnd();
  const sides = [pair.win, pair.lose].filter((side) => side !== null && side.trim() !== "");
  const set = (title: string, to: string, side: (text: string) => string): Mended => ({
    title,
    edits: [
      { path: [field], value: to },
      // A full text may hold the prefix too.
      ...editsOfSides(value, (text) =>
        bare !== "" && text.startsWith(prefix) ? to + side(text.slice(prefix.length)) : side(text),
      ),
    ],
  });
  if (markers.at(-1)?.end === bare.length) {
    const title = sides.every((side) => /^\s/u.test(side ?? ""))
      ? "Take the white space off the prefix"
      : "Move the white space from the prefix to win and lose";
    return set(title, bare, (text) => (/^\s/u.test(text) ? text : ` ${text}`));
  }
  const next = markers.length + 1;
  const counted = markers.every((marker, index) => marker.number === index + 1);
  if (!counted || (bare !== "" && !/[.!?:;\])}$。！？]$/u.test(bare))) return null;
  const own = new RegExp(`^\\s*Step ${next}:`, "u");
  const opened = `${bare === "" ? "" : `${bare}\n`}Step ${next}:`;
  if (sides.length > 0 && sides.every((side) => own.test(side ?? "")))
    return set("Move the step marker into the prefix", opened, (text) => text.replace(own, ""));
  return sides.some((side) => own.test(side ?? ""))
    ? null
    : set(`Add "Step ${next}:"`, opened, (text) => text);
}
