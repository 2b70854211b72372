import { ModelError } from "../../models/types.ts";
import { messageOf } from "../text.ts";

/** Longest wait for a server's list of models, milliseconds. */
const patience = 10_000;

/**
 * Ids of the models that an OpenAI-compatible server lists (`GET /models`).
 * @param baseUrl up to and including `/v1`
 * @throws ModelError unreachable, refused-key, server or output; never holds the key
 */
export async function serverModels(
  baseUrl: string,
  key: string | null,
  signal: AbortSignal,
  request: typeof fetch = fetch,
): Promise<readonly string[]> {
  const answer = await ask(`${baseUrl}/models`, key, signal, request);
  if (answer.status === 401 || answer.status === 403) {
    throw new ModelError(
      "refused-key",
      `${baseUrl} ${key === null ? "asks for a key" : "refuses this key"} (${answer.status}).`,
    );
  }
  if (!answer.ok) {
    throw new ModelError(
      "server",
      `${baseUrl}/models answers ${answer.status}. Is the address right, up to and including /v1?`,
    );
  }
  const ids = idsOf(await answer.json().catch(() => null));
  if (ids === null)
    throw new ModelError(
      "output",
      `${baseUrl}/models answers, but not with a list of models. Is this an OpenAI-compatible server?`,
    );
  return ids;
}

async function ask(
  url: string,
  key: string | null,
  signal: AbortSignal,
  request: typeof fetch,
): Promise<Response> {
  try {
    return await request(url, {
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      // A redirect to another origin must not get the key; fetch drops it there, but the list would be another server's.
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const cause =
      error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
    throw new ModelError(
      "unreachable",
      `${new URL(url).origin} can’t be reached: ${cause}. Is the server running?`,
      { cause: error },
    );
  }
}

function idsOf(body: unknown): readonly string[] | null {
  if (typeof body !== "object" || body === null || !("data" in body) || !Array.isArray(body.data))
    return null;
  return (body.data as unknown[]).flatMap((one) =>
    typeof one === "object" && one !== null && "id" in one && typeof one.id === "string" ? [one.id] : [],
  );
}
