import { relative, sep } from "node:path";
import { rules, type CheckFinding } from "../pipeline/check/index.ts";

const levels = { error: "error", warning: "warning", info: "note" } as const;

/** What a run found, for SARIF. */
export interface SarifRun {
  /** Folder that the file is told from: the repository's, in CI. */
  readonly cwd: string;
  readonly path: string;
  readonly version: string;
  readonly findings: readonly CheckFinding[];
}

/**
 * Findings as SARIF 2.1.0, which code hosts show beside the lines of a file. Rows, traces and steps count from 1.
 * Source: OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/
 */
export function sarifOf({ cwd, path, version, findings }: SarifRun): object {
  const uri = relative(cwd, path).split(sep).map(encodeURIComponent).join("/");
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "stepdpo", version, rules: rules.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => result(finding, uri)),
      },
    ],
  };
}

function descriptor({ name, severity, title, help, example }: (typeof rules)[number]): object {
  return {
    id: name,
    shortDescription: { text: title },
    fullDescription: { text: help },
    help: { text: `${help}\n\nExample: ${example}` },
    defaultConfiguration: { level: levels[severity] },
  };
}

function result(
  { rule, severity, row, line, trace, step, message, rows }: CheckFinding,
  uri: string,
): object {
  const at = Object.entries({ row, trace, step }).flatMap(([name, index]) =>
    index === null ? [] : [[name, index + 1]],
  );
  const words = at.map(([name, number]) => `${name} ${number}`).join(", ");
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ name }) => name === rule),
    level: levels[severity],
    message: { text: words === "" ? message : `${words}: ${message}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          ...(line === null ? {} : { region: { startLine: line } }),
        },
      },
    ],
    properties: { ...(Object.fromEntries(at) as object), ...(rows === undefined ? {} : { rows }) },
  };
}
