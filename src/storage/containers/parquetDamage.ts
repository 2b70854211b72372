/** Why a Parquet file can't be read, and where, in words that go after its name. */
export class ParquetDamage extends Error {
  override readonly name = "ParquetDamage";

  /** The same with the place before it. Failures of the operating system stay what they are: they are no damage. */
  static in(place: string, error: unknown): unknown {
    if (error instanceof Error && "errno" in error) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return new ParquetDamage(`${place}: ${reason}`, { cause: error });
  }
}
