import { Button } from "../parts/Button.tsx";
import { PlainText } from "../parts/PlainText.tsx";
import { attempt } from "../state/context.ts";
import { useApp } from "../state/hooks.ts";
import { Overlay } from "./Overlay.tsx";

/** How much (UTF-16 units) of a prompt is shown at first. */
const firstPart = 100_000;

/** The exact prompt that the model gets. */
export function Prompt({ text }: { text: string }) {
  const app = useApp();
  const copy = (
    <Button icon="copy" onClick={() => void attempt(app, () => navigator.clipboard.writeText(text))}>
      Copy
    </Button>
  );
  return (
    <Overlay
      title="Prompt as sent"
      actions={copy}
      onClose={() => app.store.dispatch({ kind: "prompt", text: null })}
    >
      <PlainText text={text} limit={firstPart} />
    </Overlay>
  );
}
