import { mappingRoles, type FieldMapping, type MappingComplaint, type MappingRole } from "../core/mapping.ts";
import { defineFormat } from "./define.ts";
import { isText, metaOf, textAt, wrongType, type Path } from "./fields.ts";
import { findAll } from "./findAll.ts";
import type { Format, JsonObject, JsonValue } from "./format.ts";
import { markedAnswer } from "./gsm8k.ts";
import { inRole } from "./mappingError.ts";
import { mappedTraces, replyAt, type MappedTrace } from "./mappedTraces.ts";
import { contentOf, isMessages, lastUser, turnsAt } from "./messages.ts";
import {
  fileGold,
  goldAt,
  numberGoldAt,
  partAt,
  type Parsed,
  type ParsedTrace,
  type Part,
} from "./parsed.ts";
import { preferenceOf } from "./preference.ts";
import { openedParts, promptParts } from "./prompt.ts";
import { stepSpans, traceText } from "./read.ts";

const made = new WeakMap<FieldMapping, Format>();

/** The format that a person's field mapping makes of a file of unknown rows. */
export function mappedFormat(mapping: FieldMapping): Format {
  const known = made.get(mapping);
  if (known !== undefined) return known;
  const traced = isPair(mapping) || mapping.trace !== undefined || mapping.steps !== undefined;
  const format = defineFormat({
    id: "mapped",
    title: "Mapped fields",
    can: {
      labels: mapping.labels === undefined ? "none" : "each",
      pair: isPair(mapping),
      traces: traced ? "many" : "none",
    },
    recognise: (value) =>
      traced || mapping.problem !== undefined ? missingFields(value, mapping).length === 0 : false,
    parse: (value) => parseMapped(value, mapping),
  });
  made.set(mapping, format);
  return format;
}

function isPair(mapping: FieldMapping): mapping is FieldMapping & { chosen: string; rejected: string } {
  return mapping.chosen !== undefined && mapping.rejected !== undefined;
}

/** Fields that a row must have for a mapping to read it; the others may be missing in some rows. */
const needed = ["problem", "trace", "steps", "chosen", "rejected"] as const satisfies readonly MappingRole[];

/** What a mapping needs that a row doesn't have. Empty where the mapping reads the row. */
export function missingFields(value: JsonObject, mapping: FieldMapping): MappingComplaint[] {
  return needed.flatMap((role) => {
    const field = mapping[role];
    if (field === undefined || hasField(value, field)) return [];
    return [{ role, field, message: `there is no field "${field}" (mapped as ${role})` }];
  });
}

/** Whether a dotted path leads to anything. An array without elements has no values, but is there. */
export function hasField(value: JsonObject, dotted: string): boolean {
  if (findAll(value, dotted).length > 0) return true;
  const parts = dotted.split(".");
  return parts.some((_, end) =>
    findAll(value, parts.slice(0, end).join(".")).some(
      (one) => Array.isArray(one.value) && one.value.length === 0,
    ),
  );
}

/** What a mapping says of a row that can't be right, though the row can be read. @throws MappingError where it can't */
export function mappingComplaints(
  value: JsonObject,
  mapping: FieldMapping,
  options: Parameters<typeof stepSpans>[1],
): MappingComplaint[] {
  const traces = isPair(mapping) ? [] : mappedTraces(value, mapping);
  const { opened } = mappedProblem(value, mapping);
  const [role, field] =
    mapping.steps === undefined ? (["trace", mapping.trace] as const) : (["steps", mapping.steps] as const);
  return traces.flatMap((trace, index) => {
    const parsed = parsedTrace(trace, opened);
    const complain = (of: MappingRole, at: string | undefined, message: string): MappingComplaint => ({
      role: of,
      field: at ?? null,
      message: traces.length > 1 ? `trace ${index + 1}: ${message}` : message,
    });
    const misfit = trace.labels?.misfit(stepSpans(parsed, options).length) ?? null;
    return [
      ...(traceText(parsed).trim() === "" ? [complain(role, field, "the trace is empty")] : []),
      ...(misfit === null ? [] : [complain("labels", mapping.labels, misfit)]),
    ];
  });
}

function parseMapped(value: JsonObject, mapping: FieldMapping): Parsed {
  const { problem, opened } = mappedProblem(value, mapping);
  const used = mappingRoles.map(({ role }) => mapping[role]?.split(".")[0] ?? "");
  return {
    ...(isPair(mapping) ? mappedPair(value, mapping, opened) : { traces: tracesOf(value, mapping, opened) }),
    problem,
    ...mappedGold(value, mapping),
    meta: metaOf(value, ...used),
  };
}

function tracesOf(value: JsonObject, mapping: FieldMapping, opened: readonly Part[]): ParsedTrace[] {
  return mappedTraces(value, mapping).map((trace) => parsedTrace(trace, opened));
}

/** A trace as formats take it; a text goes on from what the prompt opens. */
function parsedTrace({ labels, ...trace }: MappedTrace, opened: readonly Part[]): ParsedTrace {
  return {
    ...trace,
    parts: trace.fixed === undefined ? [...opened, ...trace.parts] : trace.parts,
    ...(labels === null ? {} : { labels: (steps) => labels.of(steps.length), writeLabel: labels.write }),
  };
}

interface Problem {
  readonly problem: string;
  /** What of the answer a rendered prompt already opens. */
  readonly opened: readonly Part[];
}

/** The mapped problem; where none is mapped, the question in the messages that the traces or pair are in. */
function mappedProblem(value: JsonObject, mapping: FieldMapping): Problem {
  if (mapping.problem === undefined) {
    const messages = [mapping.trace, mapping.chosen].flatMap((dotted) =>
      dotted === undefined ? [] : findAll(value, dotted),
    );
    const found = messages.find((one) => isMessages(one.value));
    return { problem: found === undefined ? "" : questionAt(value, found.path), opened: [] };
  }
  const [found] = findAll(value, mapping.problem);
  return inRole("problem", () => {
    if (found === undefined) return { problem: "", opened: [] };
    if (isMessages(found.value)) return { problem: questionAt(value, found.path), opened: [] };
    const prompt = textAt(value, ...found.path);
    const { problem, opened } = promptParts(prompt);
    return { problem, opened: openedParts(prompt, opened, ...found.path) };
  });
}

function questionAt(value: JsonObject, path: Path): string {
  return contentOf(lastUser(turnsAt(value, ...path))) ?? "";
}

function mappedPair(
  value: JsonObject,
  { prefix, chosen, rejected }: FieldMapping & { chosen: string; rejected: string },
  opened: readonly Part[],
): Pick<Parsed, "traces" | "pair"> {
  const before = prefix === undefined ? undefined : findAll(value, prefix)[0];
  const prefixParts =
    before === undefined
      ? opened
      : inRole("prefix", () => [partAt(textAt(value, ...before.path), ...before.path)]);
  const sides = [side(value, "chosen", chosen), side(value, "rejected", rejected)] as const;
  const { traces, pair } = preferenceOf(value, prefixParts, ...sides);
  return { traces, ...(pair === undefined ? {} : { pair }) };
}

/** Where one side of a pair has its text: the field itself, or the reply that its messages end in. */
function side(value: JsonObject, role: "chosen" | "rejected", dotted: string): Path {
  return inRole(role, () => {
    const found = findAll(value, dotted)[0];
    if (found === undefined) return dotted.split(".");
    if (isMessages(found.value)) return replyAt(value, found.path).path;
    textAt(value, ...found.path);
    return found.path;
  });
}

function mappedGold(
  value: JsonObject,
  { answer, solution }: FieldMapping,
): Pick<Parsed, "gold" | "writeGold"> {
  const worked =
    solution === undefined ? null : inRole("solution", () => workedText(findAll(value, solution)[0]));
  const found = answer === undefined ? undefined : findAll(value, answer)[0];
  if (found === undefined) return { gold: fileGold(worked === null ? null : markedAnswer(worked), worked) };
  const { path, value: bare } = inRole("answer", () => scalarIn(found));
  // A worked solution that ends in "#### 18" is no place to write a bare answer to.
  const marked = isText(bare) ? markedAnswer(bare) : null;
  if (marked !== null) return { gold: fileGold(marked, worked ?? String(bare)) };
  return {
    gold: fileGold(bare === null ? null : String(bare), worked),
    writeGold: typeof bare === "number" ? numberGoldAt(...path) : goldAt(...path),
  };
}

/** A text, a number or a truth value, or the first of an array of these. */
function scalarIn({ path, value }: { path: Path; value: JsonValue }): {
  path: Path;
  value: string | number | boolean | null;
} {
  const first = Array.isArray(value) ? { path: [...path, 0], value: value[0] ?? null } : { path, value };
  if (typeof first.value === "object" && first.value !== null)
    throw wrongType(path, "a text or a number", value);
  return { path: first.path, value: first.value };
}

/** A worked solution, or its steps put together. */
function workedText(found: { path: Path; value: JsonValue } | undefined): string | null {
  if (found === undefined || found.value === null) return null;
  if (isText(found.value)) return found.value;
  if (Array.isArray(found.value) && found.value.every(isText)) return found.value.join("\n");
  throw wrongType(found.path, "a text", found.value);
}
