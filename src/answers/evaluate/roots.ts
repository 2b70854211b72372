/** Places tried on the real line: dense near 0, reaching out to ±10,000, off the round numbers. */
const GRID: readonly number[] = Array.from({ length: 241 }, (_, index) => {
  const t = (index - 120) / 120.5;
  return (2.03 * t) / (1 - t * t) ** 2 + 0.0137;
});

/**
 * Where a real function of one variable changes sign, found on a fixed grid and narrowed down by bisection: its roots of odd
 * order, and its poles and jumps. NaN is taken as undefined.
 */
export function signChanges(f: (x: number) => number, grid: readonly number[] = GRID): number[] {
  const found: number[] = [];
  let last: { x: number; y: number } | null = null;
  for (const x of grid) {
    const y = f(x);
    if (y === 0) found.push(x);
    else if (last !== null && Number.isFinite(y) && Math.sign(last.y) !== Math.sign(y))
      found.push(bisect(f, last.x, x, last.y));
    last = Number.isFinite(y) && y !== 0 ? { x, y } : null;
  }
  return found;
}

function bisect(f: (x: number) => number, from: number, to: number, atFrom: number): number {
  let [low, high] = [from, to];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    const y = f(middle);
    if (y === 0) return middle;
    if (Number.isNaN(y)) return middle;
    if (Math.sign(y) === Math.sign(atFrom)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A coarse grid for equations in several variables. */
export const COARSE_GRID: readonly number[] = GRID.filter(
  (_, index) => index % 4 === 2 && Math.abs(GRID[index] ?? 0) < 60,
);
