import type { MappingProposal, MappingRole } from "../core/mapping.ts";
import { splitSteps } from "../core/split.ts";
import { isText } from "./fields.ts";
import { fieldFacts, valuesAt } from "./fieldFacts.ts";
import type { JsonObject, JsonValue } from "./format.ts";
import { isLabels, isOutcome, roleNames, stepTextKey, type RoleNames } from "./mappingNames.ts";
import { isMessages } from "./messages.ts";
import { proposeZero } from "./zeroLabel.ts";

type Role = Exclude<MappingRole, "stepText">;

/** A field of the sample, and its values in all rows. */
interface Field {
  readonly path: string;
  /** Its name in snake_case; that of the array it is in where its own says only "text". */
  readonly name: string;
  readonly values: readonly JsonValue[];
  /** Share of the rows that have it. */
  readonly share: number;
}

/** Names that say nothing of what a text is. */
const plainNames = /^(?:text|content|value|body|string)$/u;

/**
 * Proposes a mapping from a sample of rows: for each role the best-named field that holds the right kind of value in
 * most rows; where no name tells, what the values look like.
 */
export function proposeMapping(rows: readonly JsonObject[]): MappingProposal {
  const proposal = new Proposal(fieldsOf(rows));
  proposal.propose();
  const { mapping, why } = proposal.result();
  const zero = proposeZero(rows, mapping);
  return zero === null
    ? { mapping, why }
    : { mapping: { ...mapping, zero: zero.zero }, why: { ...why, zero: zero.why } };
}

function fieldsOf(rows: readonly JsonObject[]): Field[] {
  return fieldFacts(rows)
    .filter(({ share }) => share >= 0.5)
    .map(({ path, share }) => ({
      path,
      share,
      name: nameOf(path),
      values: rows.flatMap((row) => valuesAt(row, path)).filter((value) => value !== null),
    }));
}

function nameOf(path: string): string {
  const parts = path.split(".").map(snakeCase);
  const last = parts.at(-1) ?? "";
  return plainNames.test(last) ? (parts.at(-2) ?? last) : last;
}

/** `finalAnswer` and `Final-Answer` are `final_answer`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/gu, "$1_$2")
    .toLowerCase()
    .replace(/[\s-]+/gu, "_");
}

class Proposal {
  readonly #fields: readonly Field[];
  readonly #taken = new Map<MappingRole, string>();
  readonly #why = new Map<MappingRole, string>();

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
  }

  /** In order: what an earlier role takes, a later one can't have. */
  propose(): void {
    this.#pair();
    if (!this.#take("problem", (field) => varied(field.values))) this.#likelyProblem();
    this.#take("answer", (field) => field.name !== "correct" || !field.values.every(isOutcome));
    if (!this.#taken.has("chosen")) {
      if (!this.#steps()) this.#trace();
      if (this.#taken.has("steps") || this.#taken.has("trace")) this.#judgements();
    }
    this.#take("solution");
  }

  result(): MappingProposal {
    return { mapping: Object.fromEntries(this.#taken), why: Object.fromEntries(this.#why) };
  }

  /** Half a pair says nothing. */
  #pair(): void {
    if (!this.#take("chosen")) return;
    if (this.#take("rejected")) this.#take("prefix");
    else this.#forget("chosen");
  }

  #steps(): boolean {
    const isList = (field: Field) => !ambiguous.test(field.name) || !field.values.every(holdsTraces);
    if (!this.#take("steps", isList)) return false;
    const path = this.#taken.get("steps");
    const [first] = this.#fields.find((field) => field.path === path)?.values.flat() ?? [];
    const key = stepTextKey(Array.isArray(first) ? first[0] : first);
    if (key !== null) this.#set("stepText", key, `each step is an object with its text under “${key}”`);
    return true;
  }

  #trace(): void {
    const judged = this.#fields.some((field) => evidence.test(field.name));
    const own = (field: Field) =>
      varied(field.values) && (judged || !/^(?:answer|solution)$/u.test(field.name));
    if (!this.#take("trace", own) && !this.#sameMessages()) this.#likelyTrace();
  }

  /** Messages hold the problem and the trace. */
  #sameMessages(): boolean {
    const path = this.#taken.get("problem");
    const field = this.#fields.find((one) => one.path === path);
    const replies = (value: JsonValue) => isMessages(value) && roleNames.trace.holds(value);
    if (path === undefined || field === undefined || !mostly(field.values, replies)) return false;
    this.#set("trace", path, "the last message is the assistant’s");
    return true;
  }

  #judgements(): void {
    const path = this.#taken.get("steps") ?? this.#taken.get("trace") ?? "";
    const field = this.#fields.find((one) => one.path === path);
    const several = this.#taken.has("steps")
      ? field?.values.some((value) => Array.isArray(value) && value.every(Array.isArray)) === true
      : path.includes(".") ||
        field?.values.some((value) => Array.isArray(value) && !isMessages(value)) === true;
    const inside = (one: Field) => one.path.startsWith(`${path}.`);
    const near = (one: Field) => shared(one.path, path) * 10 + (inside(one) ? 50 : 0);
    const labels = (one: Field) =>
      inside(one) || looksLikeLabels(one, several && !sameElement(one.path, path));
    this.#take("labels", labels, near);
    this.#take("outcome", (one) => several || one.values.every((value) => !Array.isArray(value)), near);
  }

  /** No name tells: the first text that is a question in most rows, else messages. */
  #likelyProblem(): void {
    const asks = (value: JsonValue) => isText(value) && /[?？]\s*$/u.test(value) && value.length >= 15;
    const free = this.#free().filter(({ values }) => varied(values));
    const field = free.find(({ values }) => mostly(values, asks));
    const messages = free.find(({ values }) => mostly(values, isMessages));
    if (field !== undefined) this.#set("problem", field.path, "a question in most rows");
    else if (messages !== undefined) this.#set("problem", messages.path, "messages in most rows");
  }

  /** No name tells: the longest text of several steps, else the longest list of texts. */
  #likelyTrace(): void {
    if (!this.#taken.has("problem")) return;
    const free = this.#free().filter(({ name, values }) => !otherTexts.test(name) && varied(values));
    const longest = (holds: (value: JsonValue) => boolean) =>
      free
        .filter(({ values }) => mostly(values, holds))
        .sort((a, b) => length(b.values) - length(a.values))[0];
    const [text, list] = [longest(holdsSteps), longest(isTextList)];
    if (text !== undefined) this.#set("trace", text.path, "the longest text of several steps");
    else if (list !== undefined)
      this.#set(list.values.every(holdsTraces) ? "trace" : "steps", list.path, "the longest list of texts");
  }

  /** Gives a role the best of its fields that `fits` lets in; false where there is none. */
  #take(
    role: Role,
    fits: (field: Field) => boolean = () => true,
    near: (field: Field) => number = () => 0,
  ): boolean {
    const rule = roleNames[role];
    // What lies inside the steps or traces judges them, and is no gold.
    const inside =
      role === "labels" || role === "outcome" ? [] : [this.#taken.get("steps"), this.#taken.get("trace")];
    const [best] = this.#free()
      .filter(({ path }) => !inside.some((taken) => taken !== undefined && path.startsWith(`${taken}.`)))
      .map((field) => ({ field, score: nameScore(field, rule) }))
      .filter(({ field, score }) => score > 0 && mostly(field.values, rule.holds) && fits(field))
      .sort((a, b) => b.score + near(b.field) - a.score - near(a.field));
    if (best === undefined) return false;
    const { path, share } = best.field;
    const where = share === 1 ? "in all rows" : `in ${Math.round(share * 100)}% of the rows`;
    this.#set(role, path, `by its name; ${rule.what} ${where}`);
    return true;
  }

  #set(role: MappingRole, path: string, why: string): void {
    this.#taken.set(role, path);
    this.#why.set(role, why);
  }

  #forget(role: MappingRole): void {
    this.#taken.delete(role);
    this.#why.delete(role);
  }

  #free(): Field[] {
    const taken = [...this.#taken.values()];
    return this.#fields.filter(({ path, values }) => !taken.includes(path) && values.length > 0);
  }
}

/** Fields that only what a model wrote has beside it: a verdict, a label, the model's name. */
const evidence =
  /^(?:is_correct|correct|passed|outcome|verdict|score|labels?|ratings?|correctness|model|model_name|generator|pred|prediction|predictions)$|(?:_labels?|_correct|first_error.*|mistake_index)$/u;

/** Names of long texts and lists that are no traces. */
const otherTexts =
  /^(?:answers?|solutions?|rationale|explanation|options|choices|tags|topics|keywords|concepts|subjects)$|(?:^|_)(?:gold|golden|gt|ground|truth|reference|expected|original|system)(?:_|$)/u;

/** Lists of these names hold steps in some files, traces in others. */
const ambiguous = /^(?:completions|solutions)$/u;

/** How well a name fits a role; 0 where it doesn't. A field deep in the row counts less. */
function nameScore({ name, path }: Field, { names, not }: RoleNames): number {
  if (/_(?:id|idx|index|len|length|count|type|source|hash|url|tokens?)$/u.test(name) && !names.includes(name))
    return 0;
  if (not?.test(name) === true && !names.includes(name)) return 0;
  const depth = 4 * (path.split(".").length - 1);
  const exact = names.indexOf(name);
  if (exact >= 0) return Math.max(1, 200 - 2 * exact - depth);
  const ends = names.findIndex((one) => one.length > 2 && name.endsWith(`_${one}`));
  if (ends >= 0) return Math.max(1, 100 - ends - depth);
  const starts = names.findIndex((one) => one.length > 2 && name.startsWith(`${one}_`));
  return starts >= 0 ? Math.max(1, 50 - starts - depth) : 0;
}

function looksLikeLabels({ name, values }: Field, several: boolean): boolean {
  // A truth value is the outcome; a list of them beside several traces is theirs.
  const lists = values.every((value) => Array.isArray(value) && (!several || value.every(Array.isArray)));
  // 0 and 1 alone are an outcome, but for a field that is called an index.
  const indices =
    values.every(Number.isInteger) && (/error|mistake|index|step/u.test(name) || !values.every(isOutcome));
  return lists || indices;
}

/** Whether values lie in the same array elements as others. */
function sameElement(path: string, other: string): boolean {
  return other.includes(".") && shared(path, other) > 0;
}

/** How many leading parts two paths share. */
function shared(a: string, b: string): number {
  const other = b.split(".");
  const parts = a.split(".");
  const differs = parts.findIndex((part, k) => part !== other[k]);
  return differs < 0 ? parts.length : differs;
}

function mostly(values: readonly JsonValue[], holds: (value: JsonValue) => boolean): boolean {
  return values.filter(holds).length * 2 > values.length;
}

/** Values that differ from row to row; one that is nearly always the same names a set or a task. */
function varied(values: readonly JsonValue[]): boolean {
  if (values.length < 3) return true;
  return (
    new Set(values.slice(0, 50).map((value) => JSON.stringify(value).slice(0, 2000))).size >
    Math.min(values.length, 50) / 5
  );
}

/** A list whose texts have several steps each. */
function holdsTraces(value: JsonValue): boolean {
  return Array.isArray(value) && !value.some(Array.isArray) && mostly(value, holdsSteps);
}

function holdsSteps(value: JsonValue): boolean {
  return isText(value) && splitSteps(value.slice(0, 5000), "auto").length > 1;
}

/** Words such as “correct” are labels of steps. */
function isTextList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length > 1 && value.every(isText) && !isLabels(value);
}

/** Mean length of texts, or of the texts in lists. */
function length(values: readonly JsonValue[]): number {
  const texts = values.flat().filter(isText);
  return texts.reduce((sum, text) => sum + text.length, 0) / values.length;
}
