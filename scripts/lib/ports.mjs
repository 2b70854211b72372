// @ts-check
import { createServer } from "node:net";
import { Stop } from "./say.mjs";

/** How many ports after the usual one are tried. */
const TRIES = 50;

/**
 * The port asked for, or the first free one from the usual one on.
 * @param {string | undefined} asked
 * @param {number} usual
 */
export async function choosePort(asked, usual) {
  if (asked === undefined) {
    for (let port = usual; port < usual + TRIES; port += 1) if (await isFree(port)) return port;
    throw new Stop(`Ports ${usual} to ${usual + TRIES - 1} are all taken: name a free one with --port N.`);
  }
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Stop(`--port takes a number from 1 to 65535, not "${asked}".`);
  if (!(await isFree(port)))
    throw new Stop(
      `Port ${port} is taken, or not yours to take: name another with --port N, or leave it out.`,
    );
  return port;
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
