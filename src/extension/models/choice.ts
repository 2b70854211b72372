import type { ModelRef, ModelTest } from "../../models/types.ts";

/** How the last test of a model went. */
export type TestState =
  | { readonly ok: true; readonly at: string; readonly test: ModelTest }
  | { readonly ok: false; readonly at: string; readonly error: string };

/** The models to choose from: those of the settings, after the embedded one where it is on this machine. */
export function offered(embedded: ModelRef | null, configured: readonly ModelRef[]): readonly ModelRef[] {
  const there =
    embedded === null ||
    configured.some((one) => one.provider === "embedded" && one.model === embedded.model);
  return there ? configured : [embedded, ...configured.filter((one) => one.name !== embedded.name)];
}

/** The chosen model: the one of that name; the first where no name is set; null where the name is none of them. */
export function chosenOf(models: readonly ModelRef[], name: string): ModelRef | null {
  return name === "" ? (models[0] ?? null) : (models.find((one) => one.name === name) ?? null);
}

/** A name that is not taken: the wanted one, else with a number behind. */
export function freeName(models: readonly ModelRef[], wanted: string): string {
  const taken = new Set(models.map((one) => one.name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!taken.has(name)) return name;
  }
}

const modeNames = {
  completions: "raw completions",
  "chat-continue-flags": "chat with continue flags",
  "chat-trailing-assistant": "chat, trailing assistant message",
  "chat-prefix-flag": "chat with prefix flag",
  reprompt: "prompted anew: not a true continuation",
};

/** How a model continues a prefix, for people. */
export function modeName(mode: ModelRef["continuation"]): string {
  return mode === null ? "not tested" : modeNames[mode];
}

/** How a test went, in a line: "continues a prefix by raw completions; 20 tokens in 1.2 s". */
export function testSummary({ continuation, tokens, ms, takesN }: ModelTest): string {
  const speed = ms > 0 ? `, ${Math.round(tokens / (ms / 1000))} tokens/s` : "";
  return `${modeName(continuation)}; ${tokens} tokens in ${(ms / 1000).toFixed(1)} s${speed}${takesN ? "; several samples a request" : ""}`;
}
