import { APIConnectionError, APIError } from "openai";
import { ModelError } from "../types.ts";

/** Which server an error is about, and the secret to keep out of its message. */
export interface ErrorContext {
  readonly baseUrl: string;
  readonly model: string;
  readonly key: string | null;
}

/** Any error of a request as one that a person can act on; the key is taken out of whatever the server said. */
export function modelError(error: unknown, context: ErrorContext): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof APIError && typeof error.status === "number")
    return statusError(error.status, error, context);
  const said = redact(rootMessage(error), context.key);
  if (error instanceof SyntaxError) {
    return new ModelError(
      "output",
      `${context.baseUrl} sent something that isn't the answer of such a server: ${said}`,
    );
  }
  const why = reasons[rootCode(error)] ?? said;
  return new ModelError(
    "unreachable",
    `Can't reach ${context.baseUrl}: ${why}. Check that the server runs and the address is right.`,
  );
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (connection refused)",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host name can't be looked up now",
  ECONNRESET: "the connection broke off",
  UND_ERR_SOCKET: "the connection broke off",
  EHOSTUNREACH: "the host can't be reached",
  ETIMEDOUT: "it doesn't answer",
  UND_ERR_CONNECT_TIMEOUT: "it doesn't answer",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
};

function statusError(status: number, error: Error, { baseUrl, model, key }: ErrorContext): ModelError {
  const said = redact(error.message, key)
    .replace(/^\d{3}\s+/u, "")
    .replace(/\.$/u, "");
  if (status === 401 || status === 403) {
    const what = key === null ? "needs a key, and none is set for it" : "refused the key";
    return new ModelError(
      "refused-key",
      `${baseUrl} ${what} (${status}: ${said}). Set the key for this server.`,
    );
  }
  if (status === 404)
    return new ModelError("not-found", `${baseUrl} has no model "${model}" (404: ${said}).`);
  if (status === 429)
    return new ModelError(
      "rate-limited",
      `${baseUrl} takes no more requests for now (429: ${said}). Wait, or sample fewer at once.`,
    );
  if (status === 408 || status >= 500)
    return new ModelError("server", `${baseUrl} failed (${status}: ${said}).`);
  return new ModelError("input", `${baseUrl} refused the request (${status}: ${said}).`);
}

/** Code of the error at the bottom of a chain of causes, such as ECONNREFUSED. */
export function rootCode(error: unknown): string {
  const bottom = root(error);
  return bottom instanceof Error && "code" in bottom && typeof bottom.code === "string" ? bottom.code : "";
}

function rootMessage(error: unknown): string {
  const bottom = root(error);
  return bottom instanceof Error ? bottom.message : String(bottom);
}

/** The first cause; of several tried addresses (AggregateError) the first one's. */
function root(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return root(error.errors[0]);
  return error instanceof Error && error.cause !== undefined ? root(error.cause) : error;
}

/** A text without the key, and without anything that looks like one after "Bearer". */
export function redact(text: string, key: string | null): string {
  const withoutKey = key === null || key === "" ? text : text.replaceAll(key, "…");
  return withoutKey.replace(/\b(Bearer\s+|sk-)[\w.-]{6,}/gu, "$1…");
}

/** Whether a request may be sent again: the server is busy, failed, or broke off before it answered. */
export function isPassing(error: unknown): boolean {
  if (error instanceof APIError && typeof error.status === "number") {
    return [408, 409, 425, 429].includes(error.status) || error.status >= 500;
  }
  return (
    error instanceof APIConnectionError && ["ECONNRESET", "UND_ERR_SOCKET", "EPIPE"].includes(rootCode(error))
  );
}
