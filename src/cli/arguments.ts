import { InvalidArgumentError } from "commander";
import type { Label } from "../core/model.ts";

/** A whole number from 1, as people count rows and steps. @throws InvalidArgumentError */
export function countFrom1(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("Give a whole number from 1.");
  return value;
}

/** What models take as a seed: a whole number of 31 bits. @throws InvalidArgumentError */
export function seedArgument(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < 0 || value >= 2 ** 31)
    throw new InvalidArgumentError(`Give a whole number from 0 to ${2 ** 31 - 1}.`);
  return value;
}

/** A number in a range, ends included. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= low && value <= high)) {
      throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`);
    }
    return value;
  };
}

/** A label by name; `none` clears it: commander takes a null for a missing value. @throws InvalidArgumentError */
export function labelArgument(text: string): Label | "none" {
  if (text === "none" || text === "correct" || text === "neutral" || text === "incorrect") return text;
  throw new InvalidArgumentError("Give correct, neutral, incorrect or none.");
}
