/**
 * The longest text that every match of a regular expression holds, as far as a simple look tells; empty where none is
 * sure. Groups, classes and what is repeated end a run; alternatives leave nothing sure.
 */
export function requiredText(source: string): string {
  let depth = 0;
  let run = "";
  let longest = "";
  const tokens = source.matchAll(
    /\\(?:u\{[^}]*\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c.|[pP]\{[^}]*\}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[*+?]\??|\{[^}]*\}\??|[\s\S]/giu,
  );
  const end = (): void => {
    if (run.length > longest.length) longest = run;
    run = "";
  };
  for (const [token] of tokens) {
    if (token === "|" && depth === 0) return "";
    if (token === "(" || token === ")") {
      depth += token === "(" ? 1 : -1;
      end();
    } else if (/^(?:[*?]|\{)/u.test(token)) {
      run = Array.from(run).slice(0, -1).join("");
      end();
    } else if (depth === 0 && /^(?:[^\\^$.+[\](){}]|\\[\\^$.*+?()[\]{}|/])$/u.test(token)) {
      run += token.startsWith("\\") ? token.slice(1) : token;
    } else end();
  }
  end();
  return longest;
}
