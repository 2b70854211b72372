/**
 * How a trace's text is cut into steps. `auto` takes the first that fits: "Step i:" markers, numbered list,
 * paragraphs, lines. `tag:<text>` cuts after each occurrence of a tag such as "ки"; `pattern:<regexp>` cuts before
 * each match.
 */
export type Splitter =
  "auto" | "step" | "numbered" | "paragraphs" | "lines" | "sentences" | `tag:${string}` | `pattern:${string}`;
