/** Two ends that pass messages, such as a webview and the extension host, or a worker and its owner. */
export interface Channel {
  post(message: unknown): void;
  /** Returns what stops listening. */
  onMessage(listener: (message: unknown) => void): () => void;
}

/** An interface whose calls all answer. */
export type Answering<T> = { readonly [K in keyof T]: (...args: never[]) => Promise<unknown> };

/** An interface whose calls don't answer. */
export type Silent<T> = { readonly [K in keyof T]: (...args: never[]) => void };

/** A call that failed on the other side, or that can't be answered any more. */
export class RpcError extends Error {
  readonly kind: "failed" | "unknown-method" | "closed";
  /** The other side's error class, such as `ModelError`; null where the failure is our own. */
  readonly remoteName: string | null;
  /** The other side's `kind`, where its error has one. */
  readonly remoteKind: string | null;
  constructor(kind: RpcError["kind"], message: string, remote?: { name: string; kind: string | null }) {
    super(message);
    this.name = "RpcError";
    this.kind = kind;
    this.remoteName = remote?.name ?? null;
    this.remoteKind = remote?.kind ?? null;
  }
}

interface Failure {
  readonly kind: "failed" | "unknown-method";
  readonly message: string;
  readonly name: string;
  readonly remoteKind: string | null;
}

type Message =
  | { readonly rpc: "call"; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly rpc: "notify"; readonly method: string; readonly args: readonly unknown[] }
  | { readonly rpc: "value"; readonly id: number; readonly value: unknown }
  | { readonly rpc: "error"; readonly id: number; readonly error: Failure };

/** The other side's interface as a local object, and what lets go of it: pending and later calls then reject. */
export interface Client<T> {
  readonly api: T;
  dispose(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: RpcError): void;
}

/** Calls the interface that the other side serves. At most one client a side and channel. */
export function client<T extends Answering<T>>(channel: Channel): Client<T> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let open = true;
  const stop = channel.onMessage((message) => {
    if (!isMessage(message) || (message.rpc !== "value" && message.rpc !== "error")) return;
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.rpc === "value") waiting?.resolve(message.value);
    else waiting?.reject(revived(message.error));
  });
  const call = (method: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!open) throw new RpcError("closed", `${method}: the other side is closed.`);
      const id = nextId++;
      pending.set(id, { resolve, reject });
      try {
        channel.post({ rpc: "call", id, method, args } satisfies Message);
      } catch (error) {
        pending.delete(id);
        throw error;
      }
    });
  return {
    // A Proxy has no type of its own: the interface is checked where it is served.
    api: proxy(call) as T,
    dispose: () => {
      open = false;
      stop();
      for (const waiting of pending.values())
        waiting.reject(new RpcError("closed", "The other side is closed."));
      pending.clear();
    },
  };
}

/** Tells the other side, without an answer; what fails there is reported there. */
export function notifier<T extends Silent<T>>(channel: Channel): T {
  return proxy((method, args) => channel.post({ rpc: "notify", method, args } satisfies Message)) as T;
}

/**
 * Answers the other side's calls and notifications. A call always gets an answer: the value, or the error's message,
 * class and kind. `onError` hears what fails in a notification, which nobody waits for. Returns what stops serving.
 */
export function serve<T extends Answering<T> | Silent<T>>(
  channel: Channel,
  implementation: T,
  onError: (error: unknown) => void = () => undefined,
): () => void {
  return channel.onMessage((message) => {
    if (!isMessage(message) || (message.rpc !== "call" && message.rpc !== "notify")) return;
    const done = invoke(implementation, message.method, message.args);
    if (message.rpc === "notify") {
      done.catch(onError);
      return;
    }
    const { id } = message;
    done
      .then((value) => channel.post({ rpc: "value", id, value } satisfies Message))
      // Also where the value itself can't be posted, such as a function.
      .catch((error: unknown) => channel.post({ rpc: "error", id, error: failure(error) } satisfies Message))
      .catch(onError);
  });
}

/** Takes any string for a method, but `then`, since awaiting the object itself must not be a call. */
function proxy(call: (method: string, args: readonly unknown[]) => unknown): object {
  return new Proxy(
    {},
    {
      get: (_, method) =>
        typeof method !== "string" || method === "then"
          ? undefined
          : (...args: readonly unknown[]) => call(method, args),
    },
  );
}

async function invoke(implementation: object, method: string, args: readonly unknown[]): Promise<unknown> {
  // What every object has, such as `constructor`, is no method of the interface.
  const found: unknown = method in Object.prototype ? undefined : Reflect.get(implementation, method);
  if (typeof found !== "function")
    throw new RpcError("unknown-method", `There is no call named "${method}".`);
  return (await Reflect.apply(found, implementation, args)) as unknown;
}

function failure(error: unknown): Failure {
  if (!(error instanceof Error))
    return { kind: "failed", message: String(error), name: "Error", remoteKind: null };
  const own = error instanceof RpcError && error.kind === "unknown-method";
  const kind: unknown = Reflect.get(error, "kind");
  return {
    kind: own ? "unknown-method" : "failed",
    message: error.message,
    name: error.name,
    remoteKind: typeof kind === "string" ? kind : null,
  };
}

function revived(error: Failure): RpcError {
  return new RpcError(error.kind, error.message, { name: error.name, kind: error.remoteKind });
}

/** A channel may carry messages of others: only ours are read. */
function isMessage(message: unknown): message is Message {
  return (
    typeof message === "object" &&
    message !== null &&
    "rpc" in message &&
    ["call", "notify", "value", "error"].includes(String(message.rpc))
  );
}
