import { attempt, rational } from "../rational.ts";
import { type Agreement, compareSides } from "./agree.ts";
import { opensCase } from "./cases.ts";
import { type Clause, type Link, clausesOf, linksOf, rightOf } from "./clauses.ts";
import { type Binding, type Context, EMPTY_CONTEXT, Shared } from "./context.ts";
import { PLAIN, evaluate, namesIn } from "./evaluate.ts";
import { holdsGroup, labelOf, openBrackets, withBrace, withCommand } from "./spans.ts";
import { MAX_FINDINGS, MAX_GIANTS, MAX_KNOWN, MAX_RELATIONS, MAX_STEP } from "./limits.ts";
import { isClaim, isExcused, mayRound } from "./excuses.ts";
import { literal } from "./rounding.ts";
import type { Node, Run } from "./syntax.ts";
import type { Finding, FindingKind } from "./types.ts";
import { type Value, print, printResult, same, times } from "./value.ts";

/** What a step shows, and what it tells the steps after it. */
export interface StepReading {
  readonly findings: readonly Finding[];
  readonly context: Context;
}

/** An equation with a calculation on its right whose result may follow under the same label. */
interface Pending {
  readonly label: string;
  readonly right: Run;
  readonly value: Value;
  /** The calculation as it is written. */
  readonly text: string;
}

/** Checks one step with what earlier steps told. Never throws; time grows linearly with the text. */
export function readStep(text: string, context: Context = EMPTY_CONTEXT, step = 0): StepReading {
  if (!holdsEquation(text) || text.length > MAX_STEP) return { findings: [], context };
  const reader = new StepReader(text, context, step);
  for (const clause of clausesOf(text)) reader.read(clause);
  return { findings: reader.findings(), context: reader.context() };
}

/** Whether a step may have an equation, so that there is something to read in it. */
export function holdsEquation(text: string): boolean {
  return text.includes("=") || /[≈＝≅≃≒]|\\approx|\\simeq|equals/.test(text);
}

class StepReader {
  readonly #text: string;
  readonly #step: number;
  readonly #names: Shared<Binding>;
  readonly #rounded: Shared<Value>;
  readonly #found: Finding[] = [];
  #relations = 0;
  readonly #effort = { giants: MAX_GIANTS };
  #pending: Pending | null = null;
  /** Where the clause before ended. */
  #ended = 0;

  constructor(text: string, context: Context, step: number) {
    this.#text = text;
    this.#step = step;
    this.#names = new Shared(context.names);
    this.#rounded = new Shared(context.rounded);
  }

  context(): Context {
    return { names: this.#names.map, rounded: this.#rounded.map };
  }

  /** In text order; of an equation and a note inside it that are both false, the note. */
  findings(): Finding[] {
    const notes = this.#found.filter((finding) => finding.kind === "note");
    const holdsNote = (finding: Finding): boolean =>
      notes.some((note) => finding.start <= note.start && note.end <= finding.end);
    const shown = this.#found.filter((finding) => finding.kind === "note" || !holdsNote(finding));
    return shown.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  read(clause: Clause): void {
    this.#relations += clause.relations.length;
    if (this.#relations > MAX_RELATIONS || this.#found.length >= MAX_FINDINGS) return;
    this.#leaveCase(clause);
    const links = linksOf(clause);
    for (const link of links) {
      this.#checkName(link);
      this.#checkLink(link);
    }
    this.#bind(links);
    this.#checkRestated(clause);
  }

  /** What earlier cases said of names holds no more in a new one. */
  #leaveCase(clause: Clause): void {
    const relation = clause.tokens[clause.relations[0] ?? 0];
    if (relation !== undefined && opensCase(this.#text.slice(this.#ended, relation.start))) {
      this.#names.clear();
      this.#pending = null;
    }
    this.#ended = clause.tokens.at(-1)?.end ?? this.#ended;
  }

  readonly #lookUp = (name: string): Value | null => this.#names.map.get(name)?.value ?? null;

  #value(run: Run): Value | null {
    return run.open ? null : evaluate(run.node, { ...PLAIN, name: this.#lookUp, effort: this.#effort });
  }

  #checkLink(link: Link): void {
    if (!isClaim(link) || !this.#namesStand(link)) return;
    const agreement = this.#compare(link);
    if (agreement === "rounded") this.#rememberRounded(link);
    if (agreement === "equal") this.#checkBrackets(link);
    if (agreement !== "different") return;
    const left = this.#value(link.left);
    const right = this.#value(link.right);
    if (left === null || right === null || isExcused(link, this.#text, left)) return;
    this.#report(link.clause.note ? "note" : "equation", link, left, right);
  }

  /** (a) - (b) = (c) - (d)): a side that has lost or gained a bracket has no value, whatever was meant. */
  #checkBrackets(link: Link): void {
    const { clause, left, right } = link;
    const at = right.tail;
    const first = clause.tokens[left.from];
    if (first === undefined || !clause.parser.isStray(at) || clause.parser.isStray(left.tail)) return;
    const ends = clause.relations[link.index + 1] ?? clause.tokens.length;
    if (at + 1 !== ends || right.operators === 0 || !holdsGroup(right.node)) return;
    // A bracket that opened earlier in the text may close here.
    if (openBrackets(this.#text, first.start) > 0) return;
    const value = this.#value(left);
    const whole = { ...link, right: { ...right, to: at + 1 } };
    if (value !== null) this.#report("unbalanced", whole, value, value);
  }

  /** Capital letters name results ("A - B = 5 - 8"); small ones are unknowns that change from case to case, and are left alone. */
  #namesStand(link: Link): boolean {
    if (namesIn(link.right.node).length > 0) return false;
    return namesIn(link.left.node).every((name) => /^[A-Z]$/.test(name));
  }

  #compare(link: Link): Agreement {
    const around = {
      name: this.#lookUp,
      effort: this.#effort,
      rounded: this.#rounded.map,
      approximate: link.approximate,
      mayRound: () => mayRound(this.#text, link),
    };
    return attempt(() => compareSides(link.left, link.right, around)) ?? "unknown";
  }

  /** A printed decimal stands for the value it was rounded from in what follows. */
  #rememberRounded(link: Link): void {
    const token = link.clause.tokens[link.right.to - 1];
    const value = this.#value(link.left);
    if (token?.kind !== "number" || link.right.operators > 0 || value === null) return;
    if (this.#rounded.map.size < MAX_KNOWN) this.#rounded.set(token.text, value);
  }

  /** "Let's calculate A = (3 + 5) = ..." against "where A = (3 + 4)". */
  #checkName(link: Link): void {
    const { left, right } = link;
    if (link.index !== 0 || left.open || left.node.type !== "name") return;
    if (right.open || right.operators === 0) return;
    const known = this.#names.map.get(left.node.name);
    const value = this.#value(right);
    if (known?.defined !== true || value === null || same(known.value, value)) return;
    if (!/calculat|comput|evaluat/i.test(this.#before(link))) return;
    this.#report("name", link, known.value, value);
  }

  /** The text of the same clause before a link. */
  #before(link: Link): string {
    const first = link.clause.tokens[0];
    const left = link.clause.tokens[link.left.from];
    return first === undefined || left === undefined ? "" : this.#text.slice(first.start, left.start);
  }

  /** "A = 3 + 4 = 7" names 7. A name that gets no value, or one of several, is free from here on. */
  #bind(links: readonly Link[]): void {
    links.forEach((link, index) => {
      if (link.chained || link.left.node.type !== "name") return;
      const { name } = link.left.node;
      const next = links.findIndex((other, at) => at > index && !other.chained);
      const chain = links.slice(index, next < 0 ? links.length : next);
      const last = chain.findLast((one) => !one.right.open);
      const value = last === undefined || isAlternative(link) ? null : this.#value(last.right);
      if (last === undefined || value === null) this.#names.delete(name);
      else if (this.#names.map.size < MAX_KNOWN || this.#names.map.has(name)) {
        this.#names.set(name, { value, defined: chain.length === 1 && last.right.operators > 0 });
      }
    });
  }

  /** "Total = 20 + 15", then "Total = 36". */
  #checkRestated(clause: Clause): void {
    const label = labelOf(clause);
    const before = this.#pending;
    const first = rightOf(clause, 0);
    const last = rightOf(clause, clause.relations.length - 1);
    const value = last === null || last.operators === 0 ? null : this.#value(last);
    const text = last === null ? "" : this.#textOf(clause, last.from, last.to);
    this.#pending =
      last === null || value === null || label === "" ? null : { label, right: last, value, text };
    // Values in a list ("x = 4 + 1, x = 7") are several, not one.
    if (before?.label !== label || first === null || first.open || clause.after === ",") return;
    if (before.text.startsWith(this.#textOf(clause, first.from, first.to))) return;
    if (first.operators < before.right.operators) this.#compareRestated(clause, before, first);
  }

  #textOf(clause: Clause, from: number, to: number): string {
    return this.#text.slice(clause.tokens[from]?.start ?? 0, clause.tokens[to - 1]?.end ?? 0);
  }

  #compareRestated(clause: Clause, before: Pending, first: Run): void {
    const at = clause.relations[0] ?? 0;
    const approximate = clause.tokens[at]?.text === "≈";
    // The calculation of the clause before, standing where this clause's label stands.
    const left: Run = { ...before.right, from: 0, to: at };
    const placed: Link = { clause, index: 0, left, right: first, approximate, chained: false, goesOn: false };
    const right = this.#value(first);
    if (right === null || isAlternative(placed) || this.#compare(placed) !== "different") return;
    if (!isExcused(placed, this.#text, before.value)) this.#report("restated", placed, before.value, right);
  }

  #report(kind: FindingKind, link: Link, left: Value, right: Value): void {
    const from = link.clause.tokens[link.left.from];
    const to = link.clause.tokens[link.right.to - 1];
    if (from === undefined || to === undefined) return;
    const node = link.right.node;
    const start = withCommand(this.#text, from.start);
    const end = withBrace(this.#text, start, to.end);
    this.#found.push({
      step: this.#step,
      start,
      end,
      equation: this.#text.slice(start, end),
      left: print(left),
      right: print(right),
      expected: expectedText(left, node),
      first: false,
      kind,
    });
  }
}

/** A result in the form of the side it should have been: a percentage where that is one. */
function expectedText(value: Value, written: Node): string {
  const number = literal(written)?.number;
  const scaled = number?.percent === true ? times(value, rational(100n)) : value;
  const text = printResult(scaled ?? value, number?.places ?? 2);
  return number?.percent === true ? `${text}%` : text;
}

/** "x = 4 or x = -3" gives x no one value. */
function isAlternative(link: Link): boolean {
  const { tokens } = link.clause;
  return tokens[link.left.from - 1]?.text === "or" || tokens[link.right.tail]?.text === "or";
}
