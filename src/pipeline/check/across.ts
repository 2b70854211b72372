import { acrossFindings, finding, type RowLook } from "./look.ts";
import type { AcrossRule, CheckFinding, Rule } from "./types.ts";

/** Puts what was seen of each row together with what the rules across rows find. */
export class Across {
  readonly #runs: readonly (readonly [AcrossRule, ReturnType<AcrossRule["start"]>])[];
  readonly #order: ReadonlyMap<string, number>;

  /** @param rules in the order of their findings for one row */
  constructor(rules: readonly Rule[]) {
    this.#runs = rules.filter((rule) => rule.acrossRows).map((rule) => [rule, rule.start()] as const);
    this.#order = new Map(rules.map(({ name }, at) => [name, at]));
  }

  /** All findings of a row. Rows come in order the first time; one that was there may come again, as it is now. */
  take(look: RowLook): readonly CheckFinding[] {
    const found = this.#runs.flatMap(([rule, run], at) =>
      acrossFindings(rule, [...run.take(look.row, look.digests?.[at] ?? [])], look),
    );
    if (found.length === 0) return look.findings;
    const place = ({ rule }: CheckFinding): number => this.#order.get(rule) ?? -1;
    return [...look.findings, ...found].sort((a, b) => place(a) - place(b));
  }

  /** Later rows of which something else may be found now that a row was taken again. */
  later({ row, digests }: RowLook): Set<number> {
    return new Set(this.#runs.flatMap(([, run], at) => [...(run.later?.(row, digests?.[at] ?? []) ?? [])]));
  }

  /** What is said of all rows together. */
  all(): CheckFinding[] {
    return this.#runs.flatMap(([rule, run]) =>
      [...(run.all?.() ?? [])].map((note) => finding(rule, note, null)),
    );
  }
}
