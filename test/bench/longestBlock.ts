/** Milliseconds on the wall. */
const wall = (): number => performance.now();

/** Milliseconds that this thread has worked: what else the machine does is left out. */
export function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Longest time, milliseconds, for which this thread was not free while `work` ran. */
export async function longestBlock(work: () => Promise<unknown>, clock = wall): Promise<number> {
  let longest = 0;
  let last = clock();
  const timer = setInterval(() => {
    longest = Math.max(longest, clock() - last - 1);
    last = clock();
  }, 1);
  await work();
  clearInterval(timer);
  return longest;
}
