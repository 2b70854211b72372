/** Most nodes of one expression. */
export const MAX_NODES = 512;
/** Deepest nesting of one expression. */
export const MAX_DEPTH = 64;
/** Most characters of one expression. */
export const MAX_CHARACTERS = 4_096;
/** Most characters of a step; a longer one is left unread. */
export const MAX_STEP = 200_000;
/** Most characters of a trace's steps that have an equation; those after are left unread. Reading so many takes a third of a second. */
export const MAX_TRACE = 1_000_000;
/** Most relations of a step that are checked; those after are left. */
export const MAX_RELATIONS = 1_000;
/** Most findings of a step; one that has so many is no reasoning. */
export const MAX_FINDINGS = 64;
/** Most names, and most rounded decimals, kept of a trace. */
export const MAX_KNOWN = 256;
/** Most operations on numbers of hundreds of digits in one step: each may cost milliseconds. */
export const MAX_GIANTS = 64;
