/**
 * The folder that tells a file from others of the same name; empty where its name is enough.
 * @param path with forward slashes
 * @param all paths of the list that it is in, itself included
 */
export function folderHint(path: string, all: readonly string[]): string {
  const [folder, name] = split(path);
  return all.some((other) => other !== path && split(other)[1] === name) ? folder : "";
}

function split(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf("/");
  return [at < 0 ? "." : path.slice(0, at), path.slice(at + 1)];
}
