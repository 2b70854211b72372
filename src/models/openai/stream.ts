import { ModelError } from "../types.ts";

/** What one piece of a stream says of one choice. */
export interface ChoicePiece {
  /** Which of the `n` choices. */
  readonly index: number;
  readonly text: string;
  /** Thinking text, under whichever name the server sends it. */
  readonly thinking: string;
  readonly finishReason: string | null;
}

/**
 * The choices of one streamed chunk, of either endpoint. Read with care: servers differ from the specification.
 * @throws ModelError output where the server reports an error in the stream
 */
export function readChunk(chunk: unknown): readonly ChoicePiece[] {
  const fields = record(chunk);
  const error = fields["error"];
  if (error !== undefined && error !== null) {
    const said = typeof error === "string" ? error : string(record(error)["message"]);
    throw new ModelError("output", `The server reported an error in the middle of its answer: ${said}`);
  }
  const choices = Array.isArray(fields["choices"]) ? (fields["choices"] as unknown[]) : [];
  return choices.map((choice) => {
    const { index, text, delta, finish_reason: finish } = record(choice);
    const said = record(delta);
    return {
      index: typeof index === "number" ? index : 0,
      text: string(text) + string(said["content"]),
      thinking: string(said["reasoning_content"] ?? said["reasoning"]),
      finishReason: typeof finish === "string" ? finish : null,
    };
  });
}

/**
 * Passes a stream on, and gives up when nothing came for `stallMs`: the client's own timeout ends at the headers.
 * @param stop ends the request
 * @throws ModelError timeout
 */
export async function* unstalled<T>(
  stream: AsyncIterable<T>,
  stallMs: number,
  stop: () => void,
): AsyncGenerator<T, void, undefined> {
  const iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const next = await within(iterator.next(), stallMs, stop);
    if (next.done === true) return;
    yield next.value;
  }
}

/** A promise, or a timeout where it takes longer than `ms`. @throws ModelError timeout */
export async function within<T>(promise: Promise<T>, ms: number, stop: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new ModelError("timeout", `The server sent nothing for ${Math.round(ms / 100) / 10} s.`));
      stop();
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}
