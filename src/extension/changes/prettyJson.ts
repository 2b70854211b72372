/** Strings, marks, and whatever else stands between white space. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gsu;

/**
 * JSON text with a line a value, indented by two spaces. Numbers, keys and escapes stay as they are written, which
 * parsing and writing again would not do. Text that is no JSON is given back as it is.
 */
export function prettyJson(json: string): string {
  if (!isJson(json)) return json.trim();
  let out = "";
  let depth = 0;
  let last = "";
  const line = (): string => `\n${"  ".repeat(depth)}`;
  for (const [token] of json.matchAll(tokens)) {
    const opened = last === "{" || last === "[";
    const closes = token === "}" || token === "]";
    if (closes) depth--;
    if (closes ? !opened : opened || last === ",") out += line();
    out += token === ":" ? ": " : token;
    if (token === "{" || token === "[") depth++;
    last = token;
  }
  return out;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A broken row is shown as it is.
    return false;
  }
}
