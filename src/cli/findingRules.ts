import { rules } from "../pipeline/check/index.ts";

type Rule = (typeof rules)[number];

/** One line a rule, for help. */
export function ruleLine({ name, title, fixes }: Rule): string {
  return `  ${name.padEnd(20)} ${fixes === "asked" ? "+" : fixes ? "*" : " "} ${title}`;
}

/** What a rule is for, in full. */
export function ruleText(rule: Rule): string {
  const { name, severity, title, help, example } = rule;
  return `${name} (${severity}): ${title}\n  Why: ${help}\n  Example: ${example}\n  Mend: ${mend(rule)}\n`;
}

/** A rule as `--json` prints it. */
export function ruleJson(rule: Rule): object {
  const { name, severity, title, help, example } = rule;
  return { name, severity, title, help, example, mend: mend(rule) };
}

/** What can be done about its findings. */
function mend({ name, of, fixes, fix }: Rule): string {
  const byFix = fix === undefined ? [] : [`${fixes === "asked" ? `--fix --rule ${name}` : "--fix"}: ${fix}`];
  return [...byFix, ...(of === "dataset" ? ["choose other candidates"] : [`--drop ${name}`])].join("; or ");
}

/** All rules as a table for people, in Markdown. */
export function rulesTable(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;
  const rows = rules.map((rule) => [
    code(rule.name),
    rule.severity,
    `${rule.title}. ${rule.help}`,
    code(rule.example),
    mend(rule),
  ]);
  const all = [
    ["rule", "severity", "what and why", "example", "mend"],
    ["---", "---", "---", "---", "---"],
    ...rows,
  ];
  return all.map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
}
