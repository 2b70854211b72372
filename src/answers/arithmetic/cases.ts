/** Words that open a case, in which names may have other values than before: "If d = 4", "若 d = 4", "Option B". */
const OPENS =
  /\b(?:if|when|case|suppose|assume|option|choice|try|trying)\b|若|如果|假设|情形|情况|选项|当(?=\s?\$|\s?\\\(|\s?[A-Za-z])|[A-H]项/i;

/** An option's letter: at the start of a line, or in a row of them. */
const LETTER = /(?:^|\n|\s|[。；;])[-*\s]{0,4}\(?[A-H][.．、)）：:]\s*(?:\*{2})?\s*(?:\$|\\\()?/;

/** Whether a text opens a case or gives an option. */
export function opensCase(text: string): boolean {
  return OPENS.test(text) || LETTER.test(text);
}
