import type { Step, Trace } from "../core/model.ts";

/** A step with its place in the trace's plain text. */
interface Placed {
  readonly step: Step;
  readonly plain: string;
  readonly start: number;
  readonly end: number;
}

/** Text without white space and step markers, which formats write their own way. */
export function plainText(text: string): string {
  return text.replace(/\bStep \d+:/gu, "").replace(/\s+/gu, "");
}

/** A step and what another cut of the same trace makes of its text. */
export interface Recut {
  readonly step: Step;
  /** The step of the same text at the same place; undefined where the text is cut otherwise, or isn't there. */
  readonly same: Step | undefined;
  /** All steps that hold some of its text. */
  readonly holding: readonly Step[];
}

/** For each step of a trace where its text lies in another cut of it, white space and markers aside. */
export function recut(from: Trace, to: Trace): Recut[] {
  const [old, made] = [placed(from), placed(to)];
  if (old.length === made.length && old.every(({ plain }, index) => plain === made[index]?.plain)) {
    return from.steps.map((step, index) => {
      const same = to.steps[index];
      return { step, same, holding: same === undefined ? [] : [same] };
    });
  }
  let next = 0;
  return old.map(({ step, plain, start, end }) => {
    while (next < made.length && (made[next]?.end ?? 0) <= start) next++;
    let beyond = next;
    while (beyond < made.length && (made[beyond]?.start ?? end) < end) beyond++;
    const holding = made.slice(next, beyond);
    const [first] = holding;
    const same =
      first?.start === start && first.end === end && first.plain === plain ? first.step : undefined;
    return { step, same, holding: holding.map((one) => one.step) };
  });
}

function placed({ steps }: Trace): Placed[] {
  let start = 0;
  return steps.map((step) => {
    const plain = plainText(step.text);
    const place = { step, plain, start, end: start + plain.length };
    start = place.end;
    return place;
  });
}
