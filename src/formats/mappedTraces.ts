import type { FieldMapping, MappingRole } from "../core/mapping.ts";
import { replyParts } from "./chat.ts";
import { arrayAt, isText, textAt, wrongType, type Path } from "./fields.ts";
import { findAll, type Found } from "./findAll.ts";
import type { JsonObject } from "./format.ts";
import { inRole } from "./mappingError.ts";
import { labelPlace, outcomeWriter, readOutcome, type LabelPlace } from "./mappedLabels.ts";
import { isMessages, replyPart, turnsAt, type Turn } from "./messages.ts";
import { fixedSteps, partAt, type ParsedTrace } from "./parsed.ts";

/** A trace, and what of the row labels it. */
export interface MappedTrace extends Pick<ParsedTrace, "parts" | "fixed" | "outcome" | "writeOutcome"> {
  readonly labels: LabelPlace | null;
}

/** A trace's text or steps, and where they lie. */
interface Body extends Pick<ParsedTrace, "parts" | "fixed"> {
  readonly path: Path;
  /** Array places that the mapped path leaves out and that tell this trace from the others. */
  readonly depth: number;
}

/** The traces of a row under a mapping without a pair. @throws MappingError */
export function mappedTraces(value: JsonObject, mapping: FieldMapping): MappedTrace[] {
  const bodies = bodiesOf(value, mapping);
  return bodies.map((body, index) => {
    const own = (role: MappingRole) => {
      const dotted = mapping[role];
      return dotted === undefined ? [] : ownValues(findAll(value, dotted), body, index, bodies.length);
    };
    return {
      parts: body.parts,
      ...(body.fixed === undefined ? {} : { fixed: body.fixed }),
      labels: inRole("labels", () => labelPlace(own("labels"), mapping.zero)),
      ...inRole("outcome", () => outcomeOf(own("outcome")[0])),
    };
  });
}

function bodiesOf(value: JsonObject, { steps, stepText, trace }: FieldMapping): Body[] {
  if (steps !== undefined) return inRole("steps", () => stepBodies(value, findAll(value, steps), stepText));
  if (trace === undefined) return [];
  return inRole("trace", () => findAll(value, trace).flatMap((found) => textBodies(value, found)));
}

/** A text, messages that end in a reply, or an array of these: a trace each. */
function textBodies(value: JsonObject, { path, value: found, at }: Found): Body[] {
  const depth = at.length;
  if (isText(found)) return [{ parts: [partAt(found, ...path)], path, depth }];
  if (isMessages(found)) {
    return [{ parts: replyParts(replyAt(value, path)), path, depth }];
  }
  if (!Array.isArray(found)) throw wrongType(path, "a text, messages or an array of these", found);
  return found.flatMap((element, index) => textBodies(value, { path: [...path, index], value: element, at }));
}

/** The assistant's turn that messages end in. @throws FormatError where they end in another's */
export function replyAt(value: JsonObject, path: Path): Turn {
  const turns = turnsAt(value, ...path);
  const reply = replyPart(turns);
  if (reply === null) throw wrongType(path, "messages that end with the assistant's", turns.at(-1)?.role);
  return reply;
}

/** Arrays of steps, a trace each; or, where the path leads into the steps themselves, their texts. */
function stepBodies(value: JsonObject, found: readonly Found[], stepText: string | undefined): Body[] {
  const texts = found.filter((one) => isText(one.value));
  if (texts.length > 0) return textGroups(value, texts);
  return found.flatMap((one) => {
    const { value: steps, path, at } = one;
    if (!Array.isArray(steps)) throw wrongType(path, "an array of steps", steps);
    if (steps.length > 0 && steps.every(Array.isArray))
      return steps.map((_, index) => stepBody(value, [...path, index], at.length, stepText));
    return [stepBody(value, path, at.length, stepText)];
  });
}

function stepBody(value: JsonObject, path: Path, depth: number, stepText: string | undefined): Body {
  const inner = stepText?.split(".") ?? [];
  const texts = arrayAt(value, ...path).map((_, index) => textAt(value, ...path, index, ...inner));
  return { ...fixedSteps(texts, (index) => [...path, index, ...inner], "\n"), path, depth };
}

function textGroups(value: JsonObject, found: readonly Found[]): Body[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const trace = one.at.slice(0, -1).join();
    groups.set(trace, [...(groups.get(trace) ?? []), one]);
  }
  return [...groups.values()].map((steps) => {
    const path = steps[0]?.path ?? [];
    const place = path.findLastIndex((part) => typeof part === "number");
    const texts = steps.map((step) => textAt(value, ...step.path));
    return {
      ...fixedSteps(texts, (index) => steps[index]?.path ?? path, "\n"),
      path: path.slice(0, Math.max(0, place)),
      depth: Math.max(0, (steps[0]?.at.length ?? 0) - 1),
    };
  });
}

/**
 * A trace's own values among those of a path: of the same array element, else the one at its own place among as many
 * values, or elements of one array, as there are traces. Array places that are left are those of its steps.
 */
function ownValues(all: readonly Found[], body: Body, index: number, count: number): Found[] {
  const element = body.path.slice(0, body.path.findLastIndex((part) => typeof part === "number") + 1);
  const inside = all.filter(({ path }) => element.every((part, k) => path[k] === part));
  if (element.length > 0 && inside.length > 0)
    return inside.map((one) => ({ ...one, at: one.at.slice(body.depth) }));
  if (count === 1) return [...all];
  const [first] = all;
  if (all.length === count) return all.slice(index, index + 1).map((one) => ({ ...one, at: [] }));
  if (first === undefined || all.length > 1 || !Array.isArray(first.value)) return [];
  const value = first.value[index];
  return value === undefined ? [] : [{ path: [...first.path, index], value, at: [] }];
}

function outcomeOf(found: Found | undefined): Pick<ParsedTrace, "outcome" | "writeOutcome"> {
  if (found === undefined) return {};
  const outcome = readOutcome(found.value);
  if (outcome === null) throw wrongType(found.path, "true or false, 1 or 0, or a word for one", found.value);
  return { outcome, writeOutcome: outcomeWriter(found) };
}
