/** A splitter that can't be used, in words for the person who wrote it. */
export class SplitterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SplitterError";
  }
}

const longest = 300;

/** What is wrong with a pattern, without the pattern itself and the flags, which the person didn't write. */
function fault(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Invalid regular expression: .*\/gmu: /su, "");
}

/**
 * A person's regular expression, compiled with the flags `gmu`. JavaScript can't stop a match that runs away, so
 * shapes that can take exponential time (a repeated group that itself repeats or branches, and back-references) are
 * refused.
 * @throws SplitterError saying what is wrong with it
 */
export function compilePattern(source: string): RegExp {
  if (source === "") throw new SplitterError("The pattern is empty. Write one such as pattern:^Step \\d+:");
  if (source.length > longest) {
    throw new SplitterError(`The pattern has ${source.length} characters; at most ${longest} are taken.`);
  }
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, "gmu");
  } catch (error) {
    throw new SplitterError(`${fault(error)} in the regular expression.`);
  }
  refuseRunaway(source);
  return pattern;
}

interface Group {
  risky: boolean;
}

function refuseRunaway(source: string): void {
  const stack: Group[] = [{ risky: false }];
  const parts = source.matchAll(
    /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:<[^>=!]*>|<?[=!:]))?|\)|[*+]|\{\d+(?:,\d*)?\}|\|/gu,
  );
  for (const part of parts) {
    const [token] = part;
    const top = stack.at(-1);
    if (top === undefined) return;
    if (/^\\[1-9k]/u.test(token))
      throw new SplitterError(`Back-references (${token}) are not taken in a pattern.`);
    if (token.startsWith("(")) stack.push({ risky: false });
    else if (token === ")") closeGroup(source, part.index, stack);
    else if (/^[*+{|]/u.test(token) && !/^\{[01]\}$/u.test(token)) top.risky = true;
  }
}

function closeGroup(source: string, at: number, stack: Group[]): void {
  const group = stack.pop();
  const outer = stack.at(-1);
  if (group?.risky !== true || outer === undefined) return;
  if (/^(?:[*+]|\{(?!0?,?1\}))/u.test(source.slice(at + 1, at + 6))) {
    throw new SplitterError(
      "A repeated group holds a repetition or a choice, which can take for ever on some texts. Write it without, such as [a-z]* for (?:[a-z]+)*.",
    );
  }
  outer.risky = true;
}
