import { ModelError, type ContinuationMode, type ModelRef } from "./types.ts";

const modes: readonly ContinuationMode[] = [
  "completions",
  "chat-continue-flags",
  "chat-trailing-assistant",
  "chat-prefix-flag",
  "reprompt",
];

/**
 * Reads a model's name as the command line gives it: `embedded:<name or path of a GGUF file>` or
 * `openai:<model>@<base address>`.
 * @throws ModelError input where it is neither
 */
export function parseModelName(name: string): ModelRef {
  const rest = { name, continuation: null, template: null };
  const embedded = /^embedded:(.+)$/u.exec(name)?.[1];
  if (embedded !== undefined) return { ...rest, provider: "embedded", model: embedded, baseUrl: null };
  const served = /^openai:(.+)@(https?:\/\/.+)$/u.exec(name);
  const [, model, address] = served ?? [];
  if (model !== undefined && address !== undefined) {
    return { ...rest, provider: "openai", model, baseUrl: baseUrlOf(address) };
  }
  throw new ModelError(
    "input",
    `"${withoutSecrets(name)}" is no model name. Write embedded:smollm2-135m-f16, embedded:/path/to/file.gguf or openai:model@http://host:port/v1.`,
  );
}

/**
 * Reads a model from settings or `stepdpo.json`: an object in {@link ModelRef}'s fields, of which `name`, `provider` and
 * `model` (for servers `baseUrl` too) are needed.
 * @throws ModelError input naming the field, what was expected, and what is there
 */
export function readModelRef(value: unknown): ModelRef {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ModelError(
      "input",
      `A model should be an object such as {"name": "…", "provider": "embedded", "model": "…"}.`,
    );
  }
  const fields: Record<string, unknown> = { ...value };
  const name = text(fields, "name", "models");
  const where = `model "${name}"`;
  const provider = fields["provider"];
  if (provider !== "embedded" && provider !== "openai") {
    throw wrong(where, "provider", '"embedded" or "openai"', provider);
  }
  const continuation = fields["continuation"] ?? null;
  const mode = modes.find((known) => known === continuation) ?? null;
  if (continuation !== null && mode === null)
    throw wrong(where, "continuation", modes.join(", "), continuation);
  const template = fields["template"] ?? null;
  if (template !== null && typeof template !== "string")
    throw wrong(where, "template", "a template's id", template);
  const model = text(fields, "model", where);
  const baseUrl = provider === "openai" ? baseUrlOf(text(fields, "baseUrl", where)) : null;
  return { name, provider, model, baseUrl, continuation: mode, template };
}

/**
 * A server's base address without a slash at its end and without secrets.
 * @throws ModelError input where it isn't an http(s) address, or holds a password
 */
export function baseUrlOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    throw new ModelError(
      "input",
      `"${withoutSecrets(address)}" is no server address. Write one such as http://host:8000/v1.`,
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "") {
    throw new ModelError(
      "input",
      `The address of ${url.host} holds a password or query. Give the key on its own; it is then kept as a secret.`,
    );
  }
  return url.href.replace(/\/+$/u, "");
}

function text(fields: Record<string, unknown>, field: string, where: string): string {
  const value = fields[field];
  if (typeof value === "string" && value !== "") return value;
  throw wrong(where, field, "a text", value);
}

function wrong(where: string, field: string, expected: string, found: unknown): ModelError {
  return new ModelError(
    "input",
    `${where}: "${field}" should be ${expected}, but is ${found === undefined ? "missing" : JSON.stringify(found)}.`,
  );
}

function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/u, "//…@").replace(/\?.*$/u, "?…");
}
