import { cpus } from "node:os";

/** A reading of what the machine's processors have done so far, in milliseconds. */
export interface CpuReading {
  /** By all processors together. */
  readonly busy: number;
  readonly idle: number;
  /** By this process. */
  readonly own: number;
}

/** Reads the machine's counters. */
export function readCpu(): CpuReading {
  const times = cpus().map((cpu) => cpu.times);
  const { user, system } = process.cpuUsage();
  return {
    busy: times.reduce((sum, { user: u, nice, sys, irq }) => sum + u + nice + sys + irq, 0),
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    own: (user + system) / 1000,
  };
}

/**
 * How many threads find a processor of their own, given what others did between two readings. llama.cpp's threads wait
 * for each other many times a token: one without a processor holds all up. On two cores with one of them busy, two
 * threads are ten times slower than one.
 * @param cores processors that this process may use
 * @param machine processors that the readings are of
 * @returns 1 to `cores`
 */
export function freeCores(before: CpuReading, after: CpuReading, cores: number, machine: number): number {
  const all = after.busy - before.busy + after.idle - before.idle;
  if (all <= 0) return cores;
  const others = Math.max(0, after.busy - before.busy - (after.own - before.own));
  const free = machine * (1 - others / all);
  return Math.max(1, Math.min(cores, Math.floor(free + 0.3)));
}
