import type { CheckFinding } from "./types.ts";

/**
 * Which rows go where some rules' findings are to be left out: those with nothing but what a rule found fault with.
 * Of rows that say the same the first stays, and where that goes for another reason, the next.
 */
export class Drops {
  readonly #rules: ReadonlySet<string>;
  readonly #dropped = new Map<number, string>();
  readonly #stays = new Map<number, number>();
  readonly #partial = new Set<number>();
  #row: number | null = null;
  #own: CheckFinding[] = [];

  /** @param rules names of the rules whose rows go */
  constructor(rules: Iterable<string>) {
    this.#rules = new Set(rules);
  }

  /** Takes a finding; those of one row must follow one another, rows in order. */
  add(finding: CheckFinding): void {
    if (finding.row === null || !this.#rules.has(finding.rule)) return;
    if (finding.row !== this.#row) this.#decide();
    this.#row = finding.row;
    this.#own.push(finding);
  }

  /** Rows to leave out, each with the rule that it goes for. */
  get rows(): ReadonlyMap<number, string> {
    this.#decide();
    return this.#dropped;
  }

  /** Rows of which only some traces or pairs were found fault with: they stay. */
  get partial(): number {
    this.#decide();
    return this.#partial.size;
  }

  #decide(): void {
    const [row, own] = [this.#row, this.#own];
    this.#row = null;
    this.#own = [];
    if (row === null) return;
    const bad = own.find(({ whole, sameAs }) => whole === true && sameAs === undefined);
    const again = own.filter(({ whole, sameAs }) => whole === true && sameAs !== undefined);
    const kept = again.every((finding) => this.#isKept(finding.sameAs));
    const reason = bad ?? (kept ? again[0] : undefined);
    if (reason !== undefined) this.#dropped.set(row, reason.rule);
    else if (again.length === 0) this.#partial.add(row);
    else for (const { sameAs } of again) if (!this.#isKept(sameAs)) this.#stays.set(sameAs ?? row, row);
  }

  /** Whether a row, or one that took its place, stays. */
  #isKept(row: number | undefined): boolean {
    return row !== undefined && (!this.#dropped.has(row) || this.#stays.has(row));
  }
}
