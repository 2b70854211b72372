/** A text (UTF-16 units) up to this long is shown whole while it comes. */
const whole = 280;
const tail = 120;

/** A candidate's text while it is sampled: how it begins, which is what would become s_win, and its last words. */
export function StreamingText({ text }: { text: string }) {
  const begin = text.trimStart();
  if (begin.length <= whole) return <div class="streaming">{begin}</div>;
  return (
    <>
      <div class="streaming streaming-begin">{begin.slice(0, whole)}…</div>
      <div class="streaming-end">… {begin.slice(-tail).replaceAll(/\s+/gu, " ")}</div>
    </>
  );
}
