import type { Channel } from "../../src/protocol/rpc.ts";
import type { Place } from "../../src/protocol/traceEditor.ts";

/** What VS Code gives a webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** The channel to the extension host. */
export function hostChannel(api: Pick<VsCodeApi, "postMessage">, target: EventTarget): Channel {
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => {
      const hear = (event: Event) => {
        if (event instanceof MessageEvent) listener(event.data);
      };
      target.addEventListener("message", hear);
      return () => target.removeEventListener("message", hear);
    },
  };
}

/** What the view keeps over being closed and opened again. */
export interface Saved {
  readonly place: Place;
  readonly pairSource: boolean;
}

/** Reads what was kept; null where nothing usable was (another version may have written it). */
export function readSaved(value: unknown): Saved | null {
  if (typeof value !== "object" || value === null) return null;
  const { place, pairSource } = value as { place?: unknown; pairSource?: unknown };
  return isPlace(place) ? { place, pairSource: pairSource === true } : null;
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== "object" || value === null) return false;
  const { row, trace, step } = value as { row?: unknown; trace?: unknown; step?: unknown };
  return isIndex(row) && isIndex(trace) && (step === null || isIndex(step));
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}
