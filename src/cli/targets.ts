import { access } from "node:fs/promises";

/** Whether there is a file of this name. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
