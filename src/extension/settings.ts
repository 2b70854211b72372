import { isZeroLabel } from "../core/mapping.ts";
import { compilePattern } from "../core/pattern.ts";
import type { Splitter } from "../core/split.ts";
import type { FieldMapping } from "../formats/format.ts";
import { readModelRef } from "../models/ref.ts";
import type { ModelRef } from "../models/types.ts";
import type { RectifyChoice } from "../protocol/traceEditor.ts";
import { messageOf } from "./text.ts";

/** Reads one setting by its name without the `stepDpo.` in front; undefined where it is not set. */
export type ReadSetting = (name: string) => unknown;

const plainSplitters = ["auto", "step", "numbered", "paragraphs", "lines", "sentences"] as const;

/** A splitter as a person writes it, or null where it is none. */
export function parseSplitter(text: unknown): Splitter | null {
  if (typeof text !== "string") return null;
  const plain = plainSplitters.find((one) => one === text);
  if (plain !== undefined) return plain;
  if (/^tag:[\s\S]/u.test(text)) return `tag:${text.slice(4)}`;
  if (!/^pattern:[\s\S]/u.test(text)) return null;
  try {
    compilePattern(text.slice(8));
  } catch {
    return null;
  }
  return `pattern:${text.slice(8)}`;
}

/** How "Rectify from This Step" samples unless the person chooses otherwise. Bad values fall back to the default. */
export function rectifyChoice(read: ReadSetting): RectifyChoice {
  const wins = number(read("rectify.stopAfterWins"), 3, 0, 1000);
  return {
    sampling: {
      n: Math.round(number(read("rectify.samples"), 20, 1, 1000)),
      temperature: number(read("rectify.temperature"), 0.8, 0, 2),
      topP: number(read("rectify.topP"), 0.95, 0, 1),
      maxTokens: Math.round(number(read("rectify.maxTokens"), 1024, 1, 131_072)),
      seed: null,
    },
    stopAfterWins: wins === 0 ? null : Math.round(wins),
    form: read("rectify.form") === "step" ? "step" : "native",
  };
}

/** Most rows that are checked in the background; null where none are. */
export function checkLimit(read: ReadSetting): number | null {
  if (read("check.enabled") === false) return null;
  return Math.round(number(read("check.maxRows"), 20_000, 0, 1e9));
}

function number(value: unknown, fallback: number, min: number, max: number): number {
  return typeof value === "number" && value >= min && value <= max ? value : fallback;
}

/** Settings of the embedded model; null takes the runtime's own choice. */
export function embeddedSettings(read: ReadSetting): { threads: number | null; idleMinutes: number | null } {
  const threads = number(read("embedded.threads"), 0, 0, 256);
  const idle = number(read("embedded.idleMinutes"), 10, 0, 1e6);
  return { threads: threads === 0 ? null : threads, idleMinutes: idle === 0 ? null : idle };
}

/** Paths of the evaluation sets whose problems must not be in a dataset. */
export function checkAgainst(read: ReadSetting): readonly string[] {
  const paths: unknown = read("check.against");
  if (!Array.isArray(paths)) return [];
  return paths.filter((path): path is string => typeof path === "string" && path.trim() !== "");
}

/** Models of the settings, and what is wrong with those that can't be taken. */
export function parseModels(value: unknown): { models: ModelRef[]; problems: string[] } {
  const models: ModelRef[] = [];
  const problems: string[] = [];
  for (const [index, entry] of (Array.isArray(value) ? (value as unknown[]) : []).entries()) {
    try {
      const model = readModelRef(entry);
      if (models.some((one) => one.name === model.name))
        throw new Error(`the name "${model.name}" is taken.`);
      models.push(model);
    } catch (error) {
      problems.push(`stepDpo.models, entry ${index + 1}: ${messageOf(error)}`);
    }
  }
  return { models, problems };
}

/** Scheme, host and port of an http(s) address; null where it is none. Keys are bound to it. */
export function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === "http:" || url.protocol === "https:" ? url.origin : null;
}

/** What a setting that is kept by globs says of one file. */
export interface GlobEntry<T> {
  readonly glob: string;
  readonly value: T;
}

/** The field mapping for a file, and the glob that it stands under. */
export function mappingFor(setting: unknown, path: string): GlobEntry<FieldMapping> | null {
  return entryFor(setting, path, (value) =>
    typeof value === "object" && value !== null ? usable(value as Record<string, unknown>) : null,
  );
}

/** The splitter that is set for one file; entries that can't be used are passed over. */
export function splitterFor(setting: unknown, path: string): GlobEntry<Splitter> | null {
  return entryFor(setting, path, parseSplitter);
}

/**
 * Of the globs that match a file's path, the longest wins. A glob matches from the start of the path or from any folder
 * in it; `*` stays inside a folder, `**` doesn't.
 */
function entryFor<T>(
  setting: unknown,
  path: string,
  read: (value: unknown) => T | null,
): GlobEntry<T> | null {
  if (typeof setting !== "object" || setting === null) return null;
  const matching = Object.entries(setting as Record<string, unknown>)
    .filter(([glob]) => globMatches(glob, path))
    .sort(([a], [b]) => b.length - a.length);
  for (const [glob, entry] of matching) {
    const value = read(entry);
    if (value !== null) return { glob, value };
  }
  return null;
}

function usable(mapping: Record<string, unknown>): FieldMapping {
  return Object.fromEntries(
    Object.entries(mapping).filter(([key, value]) =>
      key === "zero" ? isZeroLabel(value) : typeof value === "string" && value !== "",
    ),
  );
}

/** @param path absolute, with forward slashes */
function globMatches(glob: string, path: string): boolean {
  const source = glob
    .split(/(\*\*\/?|\*|\?)/u)
    .map(
      (part) =>
        ({ "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" })[part] ??
        part.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&"),
    )
    .join("");
  return new RegExp(`^(?:.*/)?${source}$`, "u").test(path);
}
