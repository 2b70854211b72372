import { Icon } from "./Icon.tsx";
import type { Shown } from "./words.ts";

/** An icon and a word in the colour of its meaning. */
export function Tone({ shown }: { shown: Shown }) {
  return (
    <span class={`tone tone-${shown.tone}`}>
      <Icon name={shown.icon} /> {shown.word}
    </span>
  );
}
