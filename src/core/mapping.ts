import type { Row } from "./model.ts";

/**
 * Which fields of an unknown row hold what. Each is a dotted path such as `data.question`: numbers index arrays, and an
 * array's place that is left out stands for each of its elements (`samples.text`: the text of every sample).
 */
export interface FieldMapping {
  /** A text, or messages whose last user turn it is. */
  readonly problem?: string;
  readonly answer?: string;
  readonly solution?: string;
  /** A text to be split, messages that end in one, or an array of these: a trace each. */
  readonly trace?: string;
  /** An array of step texts (or of objects with the text under `stepText`). */
  readonly steps?: string;
  readonly stepText?: string;
  /** An array of labels, or one 0-based first-error index. */
  readonly labels?: string;
  readonly chosen?: string;
  readonly rejected?: string;
  readonly prefix?: string;
  readonly outcome?: string;
  /** No path: what a label of 0 means. Where it isn't said, 0 is neutral in rows with a label below 0, else incorrect. */
  readonly zero?: ZeroLabel;
}

const zeroLabels = ["neutral", "incorrect"] as const;
/** What a label of 0 can mean. */
export type ZeroLabel = (typeof zeroLabels)[number];

/** Whether a value says what a label of 0 means. */
export function isZeroLabel(value: unknown): value is ZeroLabel {
  return zeroLabels.some((one) => one === value);
}

/** What a mapping can say of a file. */
export type MappingKey = keyof FieldMapping;

/** What a field can be. */
export type MappingRole = Exclude<MappingKey, "zero">;

/** The roles in the order that people are asked for them, with what a field must hold to play each. */
export const mappingRoles: readonly {
  readonly role: MappingRole;
  readonly title: string;
  readonly what: string;
}[] = [
  { role: "problem", title: "Problem", what: "A text, or messages that hold the question" },
  { role: "answer", title: "Gold answer", what: "The bare right answer: a text or a number" },
  { role: "solution", title: "Gold solution", what: "A worked solution that is right" },
  {
    role: "trace",
    title: "Trace",
    what: "A text to be split into steps, messages that end in one, or an array of these",
  },
  { role: "steps", title: "Steps", what: "An array of step texts, or of objects that hold them" },
  { role: "stepText", title: "Step text", what: "Where steps are objects: the field of the text in each" },
  {
    role: "labels",
    title: "Labels or first error",
    what: "A label a step (true/false, 1/0/-1, + and -, words), or the index of the first error from 0",
  },
  { role: "outcome", title: "Outcome", what: "Whether the trace is right: true/false, 1/0 or a word" },
  { role: "prefix", title: "Prefix", what: "The steps before both texts of a pair" },
  { role: "chosen", title: "Chosen (s_win)", what: "The preferred text of a pair" },
  { role: "rejected", title: "Rejected (s_lose)", what: "The other text of a pair" },
];

/** What `zero` is, as people are asked for it. */
export const zeroKey = {
  title: "A label of 0",
  what: "Whether a label of 0 is neutral or incorrect; unsaid, it is neutral in rows with a label below 0",
};

/** All that a mapping can say, in the order that people are asked for it. */
export const mappingKeys: readonly MappingKey[] = [...mappingRoles.map(({ role }) => role), "zero"];

/** One field of the sampled rows. */
export interface FieldFacts {
  /** Dotted path. */
  readonly path: string;
  /** What it holds in most rows, for people: "text", "list of numbers". */
  readonly kind: string;
  /** Share of the sampled rows that have it, 0 to 1. */
  readonly share: number;
  /** The first value, cut short. */
  readonly sample: string;
}

/** A mapping made from a sample, and why it says each thing. */
export interface MappingProposal {
  readonly mapping: FieldMapping;
  readonly why: Readonly<Partial<Record<MappingKey, string>>>;
}

/** What a row's field is not that its role needs. */
export interface MappingComplaint {
  readonly role: MappingRole | null;
  /** Dotted path that the mapping names; null where it is about none. */
  readonly field: string | null;
  readonly message: string;
}

/** A sampled row as a mapping reads it. */
export interface MappedRow {
  /** Index in the file, from 0. */
  readonly index: number;
  /** Null where it can't be read so. */
  readonly row: Row | null;
  readonly complaints: readonly MappingComplaint[];
}

/** How a mapping reads the sampled rows. */
export interface MappingTally {
  readonly sampled: number;
  /** Rows without complaint. */
  readonly well: number;
  readonly problems: number;
  readonly traces: number;
  readonly steps: number;
  /** By field, the most frequent first; `first` is the index of a row that shows it. */
  readonly complaints: readonly (MappingComplaint & { readonly rows: number; readonly first: number })[];
}

const keys = new Set<string>(mappingKeys);

/**
 * Reads a mapping as people write it: `problem=question,trace=out`, or a JSON object.
 * @throws Error, in words for the person, naming the role that is none
 */
export function parseMapping(text: string): FieldMapping {
  return text.trim().startsWith("{") ? mappingOfJson(text) : mappingOf(assignments(text));
}

function mappingOfJson(text: string): FieldMapping {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The mapping is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return mappingOf(Object.entries(value as object));
}

function assignments(text: string): [string, string][] {
  return text.split(",").map((part) => {
    const at = part.indexOf("=");
    if (at < 1) throw new Error(`"${part.trim()}" is no ROLE=FIELD, such as problem=question.`);
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
}

function mappingOf(entries: readonly (readonly [string, unknown])[]): FieldMapping {
  for (const [role, field] of entries) {
    if (!keys.has(role)) throw new Error(`"${role}" is no role of a field. Roles: ${[...keys].join(", ")}.`);
    if (role === "zero" && !isZeroLabel(field))
      throw new Error(
        `zero says what a label of 0 means, ${zeroLabels.join(" or ")}, not ${JSON.stringify(field)}.`,
      );
    if (typeof field !== "string" || field === "")
      throw new Error(`${role} needs a field's dotted path, such as data.question.`);
  }
  return Object.fromEntries(entries);
}
