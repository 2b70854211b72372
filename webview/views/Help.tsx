import { Button } from "../parts/Button.tsx";
import { attempt } from "../state/context.ts";
import { useApp } from "../state/hooks.ts";
import { keyHelp } from "../state/keys.ts";
import { Overlay } from "./Overlay.tsx";

const groups = ["Move", "Label", "Rectify", "View"] as const;

/** The keys. */
export function Help() {
  const app = useApp();
  const more = (
    <Button onClick={() => void attempt(app, () => app.host.run("keys", app.store.get().place))}>
      VS Code Keybindings…
    </Button>
  );
  return (
    <Overlay title="Keys" actions={more} onClose={() => app.store.dispatch({ kind: "help", open: false })}>
      <div class="help">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {keyHelp
                .filter((line) => line.group === group)
                .map((line) => (
                  <div key={line.text}>
                    <dt>
                      {line.keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{line.text}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Overlay>
  );
}
