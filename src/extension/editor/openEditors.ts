import type { Place } from "../../protocol/traceEditor.ts";

/** Where the open editors are kept. */
const key = "openEditors";

/** The workspace's memory. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

interface Kept {
  /** The load of the window that they were opened in. */
  readonly window: string;
  /** Where the person is in each, by its URI. */
  readonly places: Readonly<Record<string, Place>>;
}

/**
 * Keeps which trace editors are open. After its host was killed, VS Code starts a new one and leaves the editors of the
 * old one as they are, with nobody to answer them: the new host finds them here. A window that is loaded anew has its
 * editors resolved by VS Code itself.
 */
export class OpenEditors {
  readonly #memory: Memory;
  readonly #window: string;
  #places: Record<string, Place> = {};

  /** @param window differs from load to load of the window where VS Code tells them apart, but not from host to host in it */
  constructor(memory: Memory, window: string) {
    this.#memory = memory;
    this.#window = window;
  }

  /** The editors that an earlier host of this window left; those of this one are kept from now on. */
  takeAbandoned(): ReadonlyMap<string, Place> {
    const kept = this.#memory.get(key) as Kept | undefined;
    this.#keep();
    return new Map(kept?.window === this.#window ? Object.entries(kept.places) : []);
  }

  at(uri: string, place: Place): void {
    this.#places = { ...this.#places, [uri]: place };
    this.#keep();
  }

  closed(uri: string): void {
    this.#places = Object.fromEntries(Object.entries(this.#places).filter(([key]) => key !== uri));
    this.#keep();
  }

  #keep(): void {
    void this.#memory.update(key, { window: this.#window, places: this.#places } satisfies Kept);
  }
}
