import { fork, type ChildProcess } from "node:child_process";
import { ModelError } from "../types.ts";
import type { ChildEvent, ChildRequest, FromChild, ToChild } from "./messages.ts";

/** A request as the caller states it; the connection numbers it. */
export type Asked = WithoutCall<ChildRequest>;
type WithoutCall<T> = T extends unknown ? Omit<T, "call"> : never;

/** Settings of the connection. */
export interface ConnectionOptions {
  /** Milliseconds without a call after which the child ends and gives its memory back. */
  readonly idleMs: number;
  /** Takes lines that only a developer reads. */
  readonly log: (line: string) => void;
}

/** A call under way. */
export interface Call {
  /** Stops the work in the child; no more events come. */
  abort(): void;
}

interface Pending {
  readonly onEvent: (event: ChildEvent) => void;
}

/**
 * The child process of the embedded model, started at the first call. Should it crash, every call under way is told so
 * and the next call starts it anew.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  #child: ChildProcess | null = null;
  readonly #pending = new Map<number, Pending>();
  #calls = 0;
  #idle: NodeJS.Timeout | undefined;
  #errors = "";

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** The child's process id; null where none runs. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Asks the child. The last event is always `end` or `error`, unless the call is aborted. */
  call(asked: Asked, onEvent: (event: ChildEvent) => void): Call {
    clearTimeout(this.#idle);
    const call = this.#calls++;
    this.#pending.set(call, { onEvent });
    const child = (this.#child ??= this.#start());
    this.#hold();
    send(child, { ...asked, call });
    return {
      abort: () => {
        if (!this.#pending.has(call)) return;
        this.#finish(call);
        send(child, { kind: "abort", call });
      },
    };
  }

  /** Ends the child; calls under way are told. */
  close(): void {
    clearTimeout(this.#idle);
    const child = this.#child;
    if (child === null) return;
    this.#lost(child, "closed");
    child.kill("SIGKILL");
  }

  #start(): ChildProcess {
    const child = fork(new URL("./child.process.ts", import.meta.url), [], {
      execPath: process.execPath,
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // One libuv thread: see child.process.ts. In VS Code the program is Electron, which runs as Node by this variable.
      env: { ...process.env, UV_THREADPOOL_SIZE: "1", ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: "" },
    });
    this.#errors = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-2000);
      this.#options.log(chunk.toString().trimEnd());
    });
    child.on("message", (message) => this.#receive(message as FromChild));
    child.on("error", (error) => this.#lost(child, error.message));
    child.on("exit", (code, signal) => this.#lost(child, signal ?? `code ${code ?? "unknown"}`));
    // A parent with nothing else to do may end: the child then sees its channel close, and ends too.
    child.unref();
    child.channel?.unref();
    return child;
  }

  #receive({ call, event }: FromChild): void {
    const pending = this.#pending.get(call);
    if (pending === undefined) return;
    if (event.kind === "end" || event.kind === "error") this.#finish(call);
    pending.onEvent(event);
  }

  #finish(call: number): void {
    this.#pending.delete(call);
    this.#hold();
    if (this.#pending.size > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.close(), this.#options.idleMs);
    this.#idle.unref();
  }

  /** The parent stays alive while a call is under way. */
  #hold(): void {
    if (this.#pending.size > 0) this.#child?.channel?.ref();
    else this.#child?.channel?.unref();
  }

  #lost(child: ChildProcess, why: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    const detail = this.#errors.trim().split("\n").at(-1) ?? "";
    const message = `The embedded model's process ended (${why}${detail === "" ? "" : `: ${detail}`}). Try again: it starts anew.`;
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    for (const { onEvent } of calls) onEvent({ kind: "error", error: "server", message });
  }
}

function send(child: ChildProcess, message: ToChild): void {
  // Not connected: the child is gone, and its exit tells every call.
  if (child.connected) child.send(message, () => undefined);
}

/** An error event as the error it stands for. */
export function errorOf(event: Extract<ChildEvent, { kind: "error" }>): ModelError {
  return new ModelError(event.error, event.message);
}
