import { folded, type CheckFinding } from "../../pipeline/check/index.ts";

/** Most findings that are held; more are counted alone, so that memory does not grow with a bad file. */
const mostHeld = 10_000;

const order = { error: 0, warning: 1, info: 2 } as const;

/** What a check found in a dataset, by row. */
export class Findings {
  readonly #rows = new Map<number, CheckFinding[]>();
  #whole: CheckFinding[] = [];
  #held = 0;
  readonly #unheld = new Map<string, number>();

  add(finding: CheckFinding): void {
    if (this.#held >= mostHeld) {
      this.#unheld.set(finding.rule, (this.#unheld.get(finding.rule) ?? 0) + 1);
      return;
    }
    this.#held++;
    if (finding.row === null) this.#whole.push(finding);
    else if (this.#rows.get(finding.row)?.push(finding) === undefined) this.#rows.set(finding.row, [finding]);
  }

  of(row: number): readonly CheckFinding[] {
    return this.#rows.get(row) ?? [];
  }

  /** Puts new findings in place of all that a row had. */
  replace(row: number, findings: readonly CheckFinding[]): void {
    this.#held -= this.of(row).length;
    this.#rows.delete(row);
    for (const finding of findings) this.add(finding);
  }

  /** Puts new findings of the dataset as a whole in place of those of some rules. */
  replaceOfAll(rules: ReadonlySet<string>, findings: readonly CheckFinding[]): void {
    const kept = this.#whole.filter(({ rule }) => !rules.has(rule));
    this.#held -= this.#whole.length - kept.length;
    this.#whole = kept;
    for (const finding of findings) this.add(finding);
  }

  /** Rows that are said to say the same as one of some rows. */
  sameAs(rows: ReadonlySet<number>): Set<number> {
    const found = this.all().filter(({ sameAs }) => sameAs !== undefined && rows.has(sameAs));
    return new Set(found.flatMap(({ row }) => row ?? []));
  }

  /** Those that are held: of the dataset first, then by row. */
  all(): readonly CheckFinding[] {
    const rows = [...this.#rows].sort(([a], [b]) => a - b);
    return [...this.#whole, ...rows.flatMap(([, findings]) => findings)];
  }

  /** The worst, each kind in the order of rows; where there are more, the last says how many and of which rules. */
  shown(most: number): readonly CheckFinding[] {
    const held = this.all();
    const all = [...folded(held)].sort((a, b) => order[a.severity] - order[b.severity]);
    const counts = this.counts();
    const total = counts.reduce((sum, [, count]) => sum + count, 0) - (held.length - all.length);
    if (total <= most) return all;
    const shown = all.slice(0, most - 1);
    return [...shown, remainder(total - shown.length, counts)];
  }

  /** Number of findings by rule, most first; those not held are counted too. */
  counts(): readonly (readonly [rule: string, count: number])[] {
    const counts = new Map(this.#unheld);
    for (const { rule } of this.all()) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a);
  }
}

function remainder(more: number, counts: readonly (readonly [string, number])[]): CheckFinding {
  const number = (count: number): string => count.toLocaleString("en-US");
  const rules = counts.map(([rule, count]) => `${rule} ${number(count)}`).join(", ");
  return {
    ...{ rule: "more-findings", severity: "info", row: null, line: null, trace: null, step: null, fix: null },
    message: `${number(more)} more findings are not listed here. In all: ${rules}.`,
  };
}
