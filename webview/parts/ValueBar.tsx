/** Share of rollouts from a step that end right, as a bar and a number. */
export function ValueBar({ value }: { value: number }) {
  const percent = Math.round(value * 100);
  return (
    <span
      class="value"
      role="meter"
      aria-label="Share of rollouts from here that end right"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      title={`${percent}% of the rollouts from here end right`}
    >
      <span class="quiet">rollouts</span>
      <span class="value-track">
        <span class="value-fill" style={{ width: `${percent}%` }} />
      </span>
      {value.toFixed(2)}
    </span>
  );
}
