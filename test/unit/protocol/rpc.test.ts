import { describe, expect, it, vi } from "vitest";
import { client, notifier, RpcError, serve, type Channel } from "../../../src/protocol/rpc.ts";

interface Numbers {
  add(a: number, b: number): Promise<number>;
  fail(message: string): Promise<never>;
  never(): Promise<void>;
}

interface Signals {
  ping(text: string): void;
}

class NotFoundError extends Error {
  readonly kind = "not-found";
  override readonly name = "NotFoundError";
}

class Implementation implements Numbers {
  #offset = 0;
  async add(a: number, b: number): Promise<number> {
    return Promise.resolve(a + b + this.#offset);
  }
  fail(message: string): Promise<never> {
    throw new NotFoundError(message);
  }
  never(): Promise<void> {
    return new Promise(() => undefined);
  }
}

/** Two ends of one channel; messages are cloned and delivered later, as between processes. */
function channels(): [Channel, Channel, unknown[]] {
  const listeners = [new Set<(m: unknown) => void>(), new Set<(m: unknown) => void>()] as const;
  const seen: unknown[] = [];
  const end = (mine: 0 | 1): Channel => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      seen.push(copy);
      queueMicrotask(() => listeners[mine === 0 ? 1 : 0].forEach((listener) => listener(copy)));
    },
    onMessage: (listener) => {
      listeners[mine].add(listener);
      return () => listeners[mine].delete(listener);
    },
  });
  return [end(0), end(1), seen];
}

describe("rpc", () => {
  it("answers calls", async () => {
    const [here, there] = channels();
    serve<Numbers>(there, new Implementation());
    const { api } = client<Numbers>(here);
    expect(await Promise.all([api.add(1, 2), api.add(3, 4)])).toEqual([3, 7]);
  });

  it("carries calls both ways on one channel", async () => {
    const [here, there] = channels();
    serve<Numbers>(there, new Implementation());
    serve<Numbers>(
      here,
      Object.assign(new Implementation(), { add: (a: number, b: number) => Promise.resolve(a * b) }),
    );
    const [a, b] = [client<Numbers>(here), client<Numbers>(there)];
    expect(await Promise.all([a.api.add(3, 4), b.api.add(3, 4)])).toEqual([7, 12]);
  });

  it("answers a failure with the error's message, class and kind", async () => {
    const [here, there] = channels();
    serve<Numbers>(there, new Implementation());
    await expect(client<Numbers>(here).api.fail("no such row")).rejects.toMatchObject({
      kind: "failed",
      message: "no such row",
      remoteName: "NotFoundError",
      remoteKind: "not-found",
    });
  });

  it.each(["missing", "constructor", "toString", "__proto__"])(
    "refuses the unknown call %s",
    async (method) => {
      const [here, there] = channels();
      serve<Numbers>(there, new Implementation());
      const api = client<Record<string, () => Promise<unknown>>>(here).api;
      await expect(api[method]!()).rejects.toMatchObject({ kind: "unknown-method" });
    },
  );

  it("answers where the value can't be posted", async () => {
    const [here, there] = channels();
    serve<{ get(): Promise<unknown> }>(there, { get: () => Promise.resolve(() => 1) });
    await expect(client<{ get(): Promise<unknown> }>(here).api.get()).rejects.toThrow(/could not be cloned/u);
  });

  it("rejects at once where the arguments can't be posted", async () => {
    const [here, there] = channels();
    serve<{ put(value: unknown): Promise<void> }>(there, { put: () => Promise.resolve() });
    const { api } = client<{ put(value: unknown): Promise<void> }>(here);
    await expect(api.put(() => 1)).rejects.toThrow(/could not be cloned/u);
  });

  it("rejects pending and later calls when disposed", async () => {
    const [here, there] = channels();
    serve<Numbers>(there, new Implementation());
    const numbers = client<Numbers>(here);
    const { api } = numbers;
    const pending = api.never();
    numbers.dispose();
    await expect(pending).rejects.toBeInstanceOf(RpcError);
    await expect(api.add(1, 2)).rejects.toMatchObject({ kind: "closed" });
  });

  it("is no promise itself", async () => {
    const [here, , seen] = channels();
    const { api } = client<Numbers>(here);
    expect(await Promise.resolve(api)).toBe(api);
    expect(seen).toEqual([]);
  });

  it("notifies without an answer, and reports what fails there", async () => {
    const [here, there, seen] = channels();
    const onError = vi.fn<(error: unknown) => void>();
    const ping = vi.fn();
    serve<Signals>(there, { ping }, onError);
    const api = notifier<Signals & { nope(): void }>(here);
    api.ping("x");
    api.nope();
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce(), { timeout: 30_000 });
    expect(ping).toHaveBeenCalledWith("x");
    expect(seen).toHaveLength(2);
  });

  it("leaves alone what isn't its own", async () => {
    const [here, there] = channels();
    const stop = serve<Numbers>(there, new Implementation());
    for (const foreign of [null, "x", 1, {}, { rpc: "other" }, { rpc: "value", id: 99 }]) {
      here.post(foreign);
      there.post(foreign);
    }
    const { api } = client<Numbers>(here);
    expect(await api.add(1, 1)).toBe(2);
    stop();
  });
});
