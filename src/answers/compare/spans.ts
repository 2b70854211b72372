/** A stretch of the real line; a single point when both ends are the same. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly fromIn: boolean;
  readonly toIn: boolean;
}

/** The whole real line. */
export const LINE: Span = { from: -Infinity, to: Infinity, fromIn: false, toIn: false };

/** Sorted, with spans that touch joined. */
export function normal(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || Number(b.fromIn) - Number(a.fromIn));
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    const touches =
      last !== undefined && (span.from < last.to || (near(span.from, last.to) && (span.fromIn || last.toIn)));
    if (!touches) result.push(span);
    else result[result.length - 1] = { ...last, ...laterEnd(last, span) };
  }
  return result;
}

function laterEnd(a: Span, b: Span): Pick<Span, "to" | "toIn"> {
  if (near(a.to, b.to)) return { to: a.to, toIn: a.toIn || b.toIn };
  return a.to > b.to ? { to: a.to, toIn: a.toIn } : { to: b.to, toIn: b.toIn };
}

/** What a set leaves of the real line. */
export function complement(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  let from = -Infinity;
  let fromIn = false;
  for (const span of normal(spans)) {
    if (span.from > from || (span.from === from && fromIn && !span.fromIn))
      result.push({ from, to: span.from, fromIn, toIn: !span.fromIn && span.from !== -Infinity });
    from = span.to;
    fromIn = !span.toIn;
  }
  if (from < Infinity) result.push({ from, to: Infinity, fromIn: fromIn && from !== -Infinity, toIn: false });
  return result.filter((span) => span.from < span.to || (span.fromIn && span.toIn));
}

/** What two sets have in common. */
export function intersect(left: readonly Span[], right: readonly Span[]): Span[] {
  return complement([...complement(left), ...complement(right)]);
}

function near(a: number, b: number): boolean {
  return (
    a === b || (Number.isFinite(a - b) && Math.abs(a - b) <= 1e-8 * Math.max(1, Math.abs(a), Math.abs(b)))
  );
}

/** Whether two sets are the same stretches of the line, ends and all. */
export function sameSet(a: readonly Span[], b: readonly Span[]): boolean {
  return (
    a.length === b.length &&
    a.every((span, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        near(span.from, other.from) &&
        near(span.to, other.to) &&
        span.fromIn === other.fromIn &&
        span.toIn === other.toIn
      );
    })
  );
}
