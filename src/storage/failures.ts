import { StorageError } from "./types.ts";

/** What a person can do about a failure of the operating system, by its code. */
const advice: Readonly<Record<string, { kind: StorageError["kind"] | null; text: string }>> = {
  ENOENT: { kind: "missing", text: "there is no such file. It may have been moved or deleted." },
  EACCES: { kind: null, text: "permission is denied. Check the permissions of the file and its folder." },
  EPERM: {
    kind: null,
    text: "the operation is not permitted. Check the permissions of the file and its folder.",
  },
  EROFS: { kind: null, text: "the file system is read-only. Save to another folder." },
  ENOSPC: { kind: null, text: "the disk is full. Free some space and try again." },
  EDQUOT: { kind: null, text: "your disk quota is used up. Free some space and try again." },
  EISDIR: { kind: "not-a-dataset", text: "it is a folder, not a file." },
  EMFILE: { kind: null, text: "too many files are open. Close some and try again." },
  ELOOP: { kind: null, text: "its symbolic links lead in a circle. Delete or mend the link." },
  ENAMETOOLONG: { kind: null, text: "the name is too long for the disk. Give the dataset a shorter name." },
  EIO: { kind: null, text: "the disk reported an error. Check the disk." },
};

/** Where only another place helps who can't change permissions. */
const denied: readonly string[] = ["EACCES", "EPERM"];

/** Why something failed, in words for a person. */
export function failureReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return advice[code]?.text ?? (error instanceof Error ? error.message : String(error));
}

/** A failure of the operating system in words for a person. Errors that are such words already pass through. */
export function storageError(error: unknown, doing: "read" | "write", path: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isGone = doing === "write" && code === "ENOENT";
  const reason = isGone
    ? "its folder is not there. Make it, or save to another folder."
    : failureReason(error) +
      (doing === "write" && denied.includes(code) ? " Or save it to another folder." : "");
  const kind = advice[code]?.kind ?? (doing === "read" ? "unreadable" : "write-failed");
  const kept =
    doing === "write" ? `${isGone ? " Your" : " The file is as it was; your"} edits are kept.` : "";
  return new StorageError(
    doing === "write" ? "write-failed" : kind,
    `Can't ${doing} ${path}: ${reason}${kept}`,
    {
      cause: error,
    },
  );
}
