import { createRequire } from "node:module";

/**
 * The ripgrep program that comes with us: beside the bundle in a package, else where npm installed it. Null where there
 * is none for this platform, whose searches then go without.
 */
export function ripgrepPath(): string | null {
  const name = process.platform === "win32" ? "rg.exe" : "rg";
  try {
    return createRequire(import.meta.url).resolve(
      `@vscode/ripgrep-${process.platform}-${process.arch}/bin/${name}`,
    );
  } catch {
    return null;
  }
}
