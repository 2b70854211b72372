/** How much of a known amount is done. */
export function ProgressBar({ done, all, label }: { done: number; all: number; label: string }) {
  const percent = all === 0 ? 0 : Math.min(100, (100 * done) / all);
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={all}
      aria-valuenow={done}
    >
      <div class="progress-fill" style={{ width: `${percent}%` }} />
    </div>
  );
}
