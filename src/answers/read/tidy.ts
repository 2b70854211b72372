import type { Token } from "./token.ts";

/** The tokens without the & that line up the equations of an alignment, or of a system at their relation signs. */
export function withoutAlignment(tokens: readonly Token[]): Token[] {
  let aligned = false;
  let system = false;
  return tokens.filter((token, index) => {
    if (token.type === "command" && /^(begin|end) (align|split|gather|eqnarray)/.test(token.text))
      aligned = token.text.startsWith("begin");
    if (token.type === "command" && /^(begin|end) d?cases/.test(token.text))
      system = token.text.startsWith("begin");
    if (token.type !== "operator" || token.text !== "&") return true;
    return !(aligned || (system && /^[<>!]?=$|^[<>]$/.test(tokens[index + 1]?.text ?? "")));
  });
}

/** ]a, b[ and its kin written with the brackets that the parser knows: (a, b). */
export function turnBrackets(tokens: Token[]): Token[] {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first?.type === "operator" && first.text === "<" && last?.type === "operator" && last.text === ">") {
    tokens[0] = { ...first, type: "open" };
    tokens[tokens.length - 1] = { ...last, type: "close" };
  }
  for (const [index, token] of tokens.entries()) {
    if (token.text !== "]" && token.text !== "[") continue;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const opens =
      before === undefined || (before.type === "operator" && before.text !== "!" && before.text !== "%");
    const closes =
      after === undefined ||
      (after.type === "operator" && /^(union|intersection|minus|,|and|or)$/.test(after.text));
    if (token.text === "]" && opens) tokens[index] = { ...token, type: "open", text: "(" };
    if (token.text === "[" && closes && !opens) tokens[index] = { ...token, type: "close", text: ")" };
  }
  return tokens;
}
