import type { MappingRole } from "../core/mapping.ts";
import { FormatError } from "./format.ts";

/** A field that is not what the role that it is mapped to needs. */
export class MappingError extends FormatError {
  readonly role: MappingRole;
  constructor(role: MappingRole, field: string, message: string) {
    super(field, `${message.replace(/\.$/u, "")} (mapped as ${role}).`);
    this.name = "MappingError";
    this.role = role;
  }
}

/** Reads what is mapped to a role. @throws MappingError in place of FormatError */
export function inRole<T>(role: MappingRole, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError) || error instanceof MappingError) throw error;
    throw new MappingError(role, error.field, error.message.slice(error.field.length + 2));
  }
}
