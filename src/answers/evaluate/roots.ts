/** Places tried on the real line: dense near 0, reaching out to ±10,000, off the round numbers. */
const GRID: readonly number[] = Array.from({ length: 241 }, (_, index) => {
  const t = (index - 120) / 120.5;
  return (2.03 * t) / (1 - t * t) ** 2 + 0.0137;
});

/**
 * Where a real function of one variable changes sign, found on a fixed grid and narrowed down: its roots of odd
 * order, and its poles and jumps. NaN is taken as undefined.
 */
export function signChanges(f: (x: number) => number, grid: readonly number[] = GRID): number[] {
  const found: number[] = [];
  let last: { x: number; y: number } | null = null;
  for (const x of grid) {
    const y = f(x);
    if (y === 0) found.push(x);
    else if (last !== null && Number.isFinite(y) && Math.sign(last.y) !== Math.sign(y))
      found.push(narrow(f, last.x, x, last.y, y));
    last = Number.isFinite(y) && y !== 0 ? { x, y } : null;
  }
  return found;
}

/** Rounds in which every other guess is where a straight line would cross, which finds most roots at once. */
const STRAIGHT_ROUNDS = 12;

function narrow(f: (x: number) => number, from: number, to: number, atFrom: number, atTo: number): number {
  let [low, high, below, above] = [from, to, atFrom, atTo];
  for (let round = 0; round < 60 + STRAIGHT_ROUNDS / 2; round++) {
    const straight = round < STRAIGHT_ROUNDS && round % 2 === 0;
    const guess = straight ? low - (below * (high - low)) / (above - below) : (low + high) / 2;
    if (straight && !(guess > low && guess < high)) continue;
    if (guess === low || guess === high) break;
    const y = f(guess);
    if (y === 0 || Number.isNaN(y)) return guess;
    if (Math.sign(y) === Math.sign(atFrom)) [low, below] = [guess, y];
    else [high, above] = [guess, y];
  }
  return (low + high) / 2;
}

/** A coarse grid for equations in several variables. */
export const COARSE_GRID: readonly number[] = GRID.filter(
  (_, index) => index % 4 === 2 && Math.abs(GRID[index] ?? 0) < 60,
);
