// @ts-check
/** What the scripts print: steps with their time on standard error, and stops that name what to do. */

/** A stop with a message for a person: what is missing or wrong, and what to do. Printed without a stack. */
export class Stop extends Error {}

/** Prints one line of progress. @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs one named step and prints how long it took; steps under a second stay quiet about it.
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  say(`• ${name} …`);
  const start = Date.now();
  const result = await work();
  const seconds = (Date.now() - start) / 1000;
  if (seconds >= 1) say(`  done in ${seconds.toFixed(1)} s`);
  return result;
}

/**
 * Runs a script's main function; a `Stop` becomes its message and exit code 1, anything else keeps its stack.
 * @param {() => Promise<number | void>} main - resolves with the exit code, 0 when nothing
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    say(error instanceof Stop ? `✗ ${error.message}` : `✗ ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
}
