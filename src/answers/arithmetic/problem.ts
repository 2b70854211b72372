import { type Context, EMPTY_CONTEXT } from "./context.ts";
import { PLAIN, evaluate } from "./evaluate.ts";
import { Parser } from "./parse.ts";
import type { Run } from "./syntax.ts";
import type { Token } from "./token.ts";
import { tokenize } from "./tokens.ts";
import type { Finding, FindingKind } from "./types.ts";
import { type Value, asNumber, print, same } from "./value.ts";

/** Longest problem that is taken for a bare expression. */
const MAX_PROBLEM = 4_096;

/** Most places of one step that are looked at. */
const MAX_PLACES = 16;

const ASKS = /^\s*(?:calculate|compute|evaluate|simplify|what is|find(?: the value of)?|solve)\b[:\s]*/i;
const REWRITTEN = /\b(?:equation|expression|problem|this|it)\b[^.\n]{0,40}?\b(?:re)?written as\b/gi;
const ANSWER = /\banswer is\b:?/gi;

/** An expression read in a text, and its tokens. */
interface Placed {
  readonly run: Run;
  readonly start: number;
  readonly end: number;
}

/**
 * What of a trace contradicts a problem that is one bare expression: "this can be written as A - B" with the values the step gives
 * A and B, and the answer stated. Empty for any other problem.
 */
export function againstProblem(
  steps: readonly string[],
  contexts: readonly Context[],
  problem: string,
): Finding[] {
  const value = problemValue(problem);
  if (value === null) return [];
  const rewriting = firstWrong(steps, contexts, value, REWRITTEN, "rewriting");
  const answer = firstWrong(steps, contexts, value, ANSWER, "answer");
  return [rewriting, answer].filter((finding) => finding !== null);
}

/** The value of a problem like "(3 + 4) * 5 =" or "Calculate 3/4 + 1/8."; null for one in words. */
function problemValue(problem: string): Value | null {
  if (problem.length > MAX_PROBLEM) return null;
  const text = problem.replace(ASKS, "").replace(/[\s=?.]+$/, "");
  const tokens = tokenize(text).filter((token) => token.kind !== "break");
  const run = new Parser(tokens).run(0, tokens.length);
  if (run === null || run.open || run.doubtful || run.operators === 0 || run.to !== tokens.length)
    return null;
  return evaluate(run.node, PLAIN);
}

function firstWrong(
  steps: readonly string[],
  contexts: readonly Context[],
  value: Value,
  lead: RegExp,
  kind: FindingKind,
): Finding | null {
  for (const [step, text] of steps.slice(0, contexts.length).entries()) {
    for (const match of [...text.matchAll(lead)].slice(0, MAX_PLACES)) {
      const placed = expressionAfter(text, match.index + match[0].length);
      if (placed === null) continue;
      const stated = valueOf(placed.run, contexts[step] ?? EMPTY_CONTEXT);
      if (stated === null || same(stated, value) || rounded(stated, value)) continue;
      const start = kind === "answer" ? match.index : placed.start;
      const equation = text.slice(start, placed.end);
      return {
        step,
        start,
        end: placed.end,
        equation,
        left: print(value),
        right: print(stated),
        expected: print(value),
        first: false,
        kind,
      };
    }
  }
  return null;
}

function valueOf(run: Run, context: Context): Value | null {
  return evaluate(run.node, { ...PLAIN, name: (name) => context.names.get(name)?.value ?? null });
}

/** An answer given to fewer digits. */
function rounded(stated: Value, value: Value): boolean {
  const whole = typeof value !== "number" && value.den === 1n;
  return (
    !whole && Math.abs(asNumber(stated) - asNumber(value)) <= 0.01 * Math.max(1, Math.abs(asNumber(value)))
  );
}

/** The expression that a text goes on with at this place, quotes and line ends before it passed over. */
function expressionAfter(text: string, from: number): Placed | null {
  const tokens = tokenize(text, from, Math.min(text.length, from + MAX_PROBLEM));
  const first = tokens.findIndex((token) => token.kind !== "break");
  if (first < 0) return null;
  const after = tokens.findIndex((token, index) => index > first && token.kind === "break");
  const part: Token[] = tokens.slice(first, after < 0 ? tokens.length : after);
  const run = new Parser(part).run(0, part.length);
  if (run === null || run.open || run.doubtful) return null;
  const start = part[run.from]?.start ?? from;
  return { run, start, end: part[run.to - 1]?.end ?? start };
}
