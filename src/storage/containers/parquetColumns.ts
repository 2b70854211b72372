import type { ColumnMetaData, Compressors, DecodedArray, RowGroup, SchemaTree } from "hyparquet";
import { assembleNested } from "hyparquet/src/assemble.js";
import { readPage } from "hyparquet/src/column.js";
import { convert } from "hyparquet/src/convert.js";
import { getMaxRepetitionLevel } from "hyparquet/src/schema.js";
import { ParquetDamage } from "./parquetDamage.ts";
import { pagesOf, valuesOf, type Bytes, type Page } from "./parquetPages.ts";
import { allParsers, decoderOf, type ColumnDecoder } from "./parquetValues.ts";

/** The rows of one column of a row group, in their order. */
export interface Column {
  readonly name: string;
  /**
   * How many of the next rows are decoded; where none are, the next page is first. 0 at the end.
   * @throws ParquetDamage, NodeJS.ErrnoException
   */
  ready(): number;
  /** The next rows, which must be ready. @throws ParquetDamage */
  take(count: number): DecodedArray;
}

/**
 * The columns of a row group, by the schema: one for each value of a row, put together from its leaves.
 * @throws ParquetDamage where the footer gives others
 */
export function columnsOf(
  schema: SchemaTree,
  group: RowGroup,
  file: Bytes,
  compressors: Compressors,
): Column[] {
  const chunks = [...group.columns];
  const leafOf = (path: readonly SchemaTree[]): Leaf => {
    const chunk = chunks.shift();
    const name = nameOf(path);
    if (chunk?.crypto_metadata !== undefined) throw new ParquetDamage(`column ${name} is encrypted`);
    if (chunk?.meta_data?.path_in_schema.join(".") !== name) {
      throw new ParquetDamage(`the footer doesn't say where column ${name} is`);
    }
    if (chunk.file_path !== undefined)
      throw new ParquetDamage(`column ${name} is in another file, ${chunk.file_path}`);
    return new Leaf(path, chunk.meta_data, pagesOf(file, chunk.meta_data, group.columns.length), compressors);
  };
  const leavesOf = (path: readonly SchemaTree[], tree: SchemaTree): Leaf[] =>
    tree.children.length === 0
      ? [leafOf([...path, tree])]
      : tree.children.flatMap((child) => leavesOf([...path, tree], child));
  return schema.children.map((tree) => {
    const leaves = leavesOf([schema], tree);
    const [leaf] = leaves;
    return tree.children.length === 0 && leaf !== undefined ? leaf : new Nested(tree, leaves);
  });
}

function nameOf(path: readonly SchemaTree[]): string {
  return path
    .slice(1)
    .map(({ element }) => element.name)
    .join(".");
}

/** Rows of one column chunk, decoded page by page. */
class Leaf implements Column {
  readonly name: string;
  readonly #decoder: ColumnDecoder;
  readonly #pages: Iterator<Page>;
  readonly #isList: boolean;
  #dictionary: DecodedArray | undefined;
  #rows: DecodedArray = [];
  #taken = 0;
  /** The last row so far, or none, of a column of lists: they may go on in the next page. */
  #open: unknown[] = [];

  constructor(
    path: readonly SchemaTree[],
    chunk: ColumnMetaData,
    pages: Iterator<Page>,
    compressors: Compressors,
  ) {
    this.name = nameOf(path);
    this.#decoder = decoderOf([...path], chunk, compressors);
    this.#pages = pages;
    this.#isList = getMaxRepetitionLevel([...path]) > 0;
  }

  ready(): number {
    while (this.#taken === this.#rows.length) {
      const page = this.#next();
      this.#rows = page ?? this.#open;
      this.#taken = 0;
      if (page === null) {
        this.#open = [];
        break;
      }
    }
    return this.#rows.length - this.#taken;
  }

  take(count: number): DecodedArray {
    const rows = this.#rows.slice(this.#taken, this.#taken + count);
    this.#taken += count;
    // So that a page that is over is not held while the next one is decoded.
    if (this.#taken === this.#rows.length) [this.#rows, this.#taken] = [[], 0];
    return rows;
  }

  /** Rows of the next page; null at the end. */
  #next(): DecodedArray | null {
    try {
      const page = this.#pages.next();
      return page.done === true ? null : this.#decode(page.value);
    } catch (error) {
      throw ParquetDamage.in(`column ${this.name}`, error);
    }
  }

  #decode({ header, reader }: Page): DecodedArray {
    if (header.type === "DICTIONARY_PAGE") {
      const { data = [] } = readPage(reader, header, this.#decoder, undefined, undefined, 0);
      this.#dictionary = convert(data, this.#decoder);
      return [];
    }
    // The reader takes a page without values for one row of empty lists.
    if (valuesOf(header) === 0) return [];
    const before = this.#isList ? this.#open : undefined;
    const { data = [] } = readPage(reader, header, this.#decoder, this.#dictionary, before, 0);
    if (!this.#isList) return data;
    this.#open = [...data.slice(-1)];
    return data.slice(0, -1);
  }
}

/** Lists, maps and structs. */
class Nested implements Column {
  readonly name: string;
  readonly #tree: SchemaTree;
  readonly #leaves: readonly Leaf[];

  constructor(tree: SchemaTree, leaves: readonly Leaf[]) {
    this.name = tree.element.name;
    this.#tree = tree;
    this.#leaves = leaves;
  }

  ready(): number {
    return Math.min(...this.#leaves.map((leaf) => leaf.ready()));
  }

  take(count: number): DecodedArray {
    const parts = new Map(this.#leaves.map((leaf) => [leaf.name, leaf.take(count)]));
    try {
      assembleNested(parts, this.#tree, allParsers);
    } catch (error) {
      throw ParquetDamage.in(`column ${this.name}`, error);
    }
    return parts.get(this.name) ?? [];
  }
}
