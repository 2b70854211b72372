/** The longest answer that is read as mathematics, in UTF-16 units. */
export const MAX_CHARACTERS = 4_096;
/** The deepest nesting of brackets, groups and calls that is read. */
export const MAX_NESTING = 64;
/** The most nodes an expression may have. */
export const MAX_NODES = 512;
/** The most tokens that may make up such an expression. */
export const MAX_TOKENS = 3 * MAX_NODES;

/**
 * Text that can't be read as an answer: too large, or not in any notation known here. The message says which, in words that
 * fit after "not comparable: ".
 */
export class UnreadableAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableAnswer";
  }
}

/** An answer of more than MAX_NODES parts: too large in every way of reading it. */
export class TooManyParts extends UnreadableAnswer {
  constructor() {
    super(`more than ${MAX_NODES} parts`);
    this.name = "TooManyParts";
  }
}
