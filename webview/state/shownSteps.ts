/** Most steps set at a time: a row of 10 MB may have hundreds of thousands, which no browser lays out. */
const most = 200;

/** A stretch of steps, from 0; `to` is the one after the last. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** The steps that are shown: all, or those around the current one; the last ones where it is among them. */
export function shownSteps(count: number, current: number, last: StepRange): StepRange {
  const whole = count <= most;
  const from = whole ? 0 : Math.max(0, Math.min(current - most / 2, count - most));
  const to = whole ? count : from + most;
  const holds = last.from <= current && current < last.to && last.to <= count;
  const stays = whole ? last.from === 0 && last.to === count : holds && last.to - last.from === most;
  return stays ? last : { from, to };
}
