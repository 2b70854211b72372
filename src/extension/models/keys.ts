import { originOf } from "../settings.ts";

/** What keys are kept in; VS Code's SecretStorage is one. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/**
 * Keys of servers, each bound to the origin it was given for: a model that names another address finds no key there,
 * whoever wrote it into the settings.
 */
export class Keys {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** The key for a server's origin, such as `https://host:8000`; null where none was given. */
  async get(origin: string): Promise<string | null> {
    return (await this.#secrets.get(name(origin))) ?? null;
  }

  async set(origin: string, key: string): Promise<void> {
    await this.#secrets.store(name(origin), key);
  }

  async delete(origin: string): Promise<void> {
    await this.#secrets.delete(name(origin));
  }
}

function name(address: string): string {
  const origin = originOf(address);
  if (origin === null) throw new Error("A key is kept for an http or https address alone.");
  return `stepDpo.key:${origin}`;
}
