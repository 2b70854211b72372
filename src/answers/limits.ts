/** The longest answer that is read as mathematics, in UTF-16 units. */
export const MAX_CHARACTERS = 4_096;
/** The deepest nesting of brackets, groups and calls that is read. */
export const MAX_NESTING = 64;
/** The most nodes an expression may have. */
export const MAX_NODES = 512;

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
