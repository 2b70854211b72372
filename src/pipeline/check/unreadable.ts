import { perRow } from "./types.ts";

/** Rows that can't be read; found by the check itself. */
export const unreadable = perRow(
  {
    name: "unreadable-row",
    fixes: false,
    of: "row",
    severity: "error",
    title: "Row can't be read",
    help: "The line is no JSON, fits no known format, or a field is not what its format says. The message says where; correct it in a text editor, or set a field mapping.",
    example: '{"question": "1+1?", "answer": "#### 2"',
  },
  () => [],
);
