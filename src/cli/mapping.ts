import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { parseMapping, type FieldMapping } from "../core/mapping.ts";
import { fieldFacts } from "../formats/index.ts";
import { absentFields, tallyMapping } from "../pipeline/mapping/preview.ts";
import { sampleRows } from "../pipeline/mapping/sample.ts";
import type { DatasetSession } from "../storage/types.ts";
import { UsageError, type Io } from "./io.ts";

/** Most fields that a message names. */
const mostFields = 40;

/** How a person says which fields of an unknown file hold what. */
export interface MappingOptions {
  /** JSON text, or a file that holds it. */
  readonly mapping?: string;
  readonly map?: string;
}

/** Adds the options for files of no known format. */
export function withMappingOptions(command: Command): Command {
  return command
    .option(
      "--map <roles>",
      "which fields hold what, where the format is unknown: problem=question,trace=output,…",
    )
    .option("--mapping <json>", "the same as a JSON object, or as a .json file that holds one");
}

/** The mapping that the options give; null where they give none. @throws UsageError */
export async function givenMapping(io: Io, { mapping, map }: MappingOptions): Promise<FieldMapping | null> {
  if (map !== undefined && mapping !== undefined) throw new UsageError("Give --map or --mapping, not both.");
  const text = map ?? mapping;
  if (text === undefined) return null;
  const option = map === undefined ? "--mapping" : "--map";
  try {
    const isFile = option === "--mapping" && !text.trim().startsWith("{");
    return parseMapping(isFile ? await fileText(resolve(io.cwd, text)) : text);
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function fileText(path: string): Promise<string> {
  const text = await readFile(path, "utf8");
  if (!text.trim().startsWith("{")) throw new Error(`${path} holds no JSON object.`);
  return text;
}

/** Stops before a mapping with a field that no sampled row has. @throws UsageError naming role, field and the fields there are */
export async function checkMapping(session: DatasetSession, mapping: FieldMapping): Promise<void> {
  const rows = await sampleRows(session);
  if (rows.length === 0) return;
  const tally = tallyMapping(rows, mapping, session.info.splitter);
  const [fault] = tally.problems === 0 ? tally.complaints : absentFields(rows, mapping);
  if (fault === undefined) return;
  const fields = fieldFacts(rows.map(({ value }) => value)).map(({ path }) => path);
  const more = fields.length > mostFields ? ", …" : "";
  throw new UsageError(
    `The mapping doesn't fit: ${fault.message}. Fields: ${fields.slice(0, mostFields).join(", ")}${more}.`,
  );
}
