import { useEffect, useRef, useState } from "preact/hooks";
import type {
  MappingChoice,
  MappingHostApi,
  MappingPreview,
  MappingStart,
} from "../../src/protocol/mapping.ts";
import { messageOf } from "../state/context.ts";

/** What the panel works on, and how the sample reads with it. */
export interface Mapping {
  /** Null until the host has answered. */
  readonly start: MappingStart | null;
  readonly choice: MappingChoice | null;
  /** The last preview; it may be a moment behind the choice. */
  readonly preview: MappingPreview | null;
  /** What failed last, for people. */
  readonly error: string | null;
  /** Place in the sample of the row that is shown. */
  readonly at: number;
  readonly choose: (choice: MappingChoice) => void;
  readonly goTo: (at: number) => void;
  /** Runs a call to the host; what fails is shown. */
  readonly attempt: (work: () => Promise<unknown>) => Promise<void>;
  readonly clearError: () => void;
}

/** Asks the host for a new preview at each change; answers to older changes are dropped. */
export function useMapping(host: MappingHostApi): Mapping {
  const [start, setStart] = useState<MappingStart | null>(null);
  const [choice, choose] = useState<MappingChoice | null>(null);
  const [at, goTo] = useState(0);
  const [preview, setPreview] = useState<MappingPreview | null>(null);
  const [error, setError] = useState<string | null>(null);
  const asked = useRef(0);
  const attempt = async (work: () => Promise<unknown>) => {
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(messageOf(failure));
    }
  };
  useEffect(() => {
    void attempt(async () => {
      const begin = await host.start();
      setStart(begin);
      choose(begin.choice);
    });
  }, [host]);
  useEffect(() => {
    if (choice === null) return;
    const mine = ++asked.current;
    void attempt(async () => {
      const next = await host.preview(choice, at);
      if (mine === asked.current) setPreview(next);
    });
  }, [host, choice, at]);
  return { start, choice, preview, error, at, choose, goTo, attempt, clearError: () => setError(null) };
}
