import { rowOutlines } from "../editor/facts.ts";
import type { DatasetNode } from "./datasetNode.ts";
import type { TreeNode } from "./node.ts";
import { ProblemNode } from "./problemNode.ts";
import { RangeNode } from "./rangeNode.ts";
import { subranges, type RowRange } from "./ranges.ts";
import type { ShownRows } from "./shownRows.ts";

/** The nodes under a dataset: its rows, in ranges where they are many. A node is kept, so that VS Code knows it again. */
export class RowNodes {
  readonly #dataset: DatasetNode;
  readonly #problems = new Map<number, ProblemNode>();
  readonly #ranges = new Map<string, RangeNode>();

  constructor(dataset: DatasetNode) {
    this.#dataset = dataset;
  }

  /** The nodes of a range of places: shorter ranges, or the rows themselves. */
  async within(parent: TreeNode, range: RowRange, rows: ShownRows): Promise<readonly TreeNode[]> {
    const ranges = subranges(range);
    if (ranges !== null) return ranges.map((one) => this.#range(parent, one, rows));
    const nodes = rows.at(range).map((row) => this.#problem(parent, row));
    // Each time the dataset looks different VS Code asks for all that is unfolded: rows that don't are not read again.
    const changed = nodes.flatMap((node) => (node.showsHit(this.#dataset.hit(node.index)) ? [] : node.index));
    for (const state of await rowOutlines(await rows.read(changed)))
      this.#problems.get(state.index)?.show(state, this.#dataset.hit(state.index));
    return nodes;
  }

  /** The node of a row that is shown; null where it isn't. */
  find(row: number, rows: ShownRows): ProblemNode | null {
    const place = rows.placeOf(row);
    return place === null
      ? null
      : this.#findWithin(this.#dataset, { from: 0, to: rows.count }, { row, place }, rows);
  }

  /** Those of some rows that there are; they read their rows again. */
  forget(rows: readonly number[] | "all"): readonly ProblemNode[] {
    const nodes =
      rows === "all" ? [...this.#problems.values()] : rows.flatMap((row) => this.#problems.get(row) ?? []);
    for (const node of nodes) node.forget();
    return nodes;
  }

  #findWithin(
    parent: TreeNode,
    range: RowRange,
    wanted: { readonly row: number; readonly place: number },
    rows: ShownRows,
  ): ProblemNode | null {
    const ranges = subranges(range);
    if (ranges === null) return this.#problem(parent, wanted.row);
    const inside = ranges.find((one) => wanted.place < one.to);
    if (inside === undefined) return null;
    return this.#findWithin(this.#range(parent, inside, rows), inside, wanted, rows);
  }

  #range(parent: TreeNode, range: RowRange, rows: ShownRows): RangeNode {
    const found = rows.whole ? null : rows.ends(range);
    const key = `${range.from}-${range.to}-${found?.join("-") ?? ""}`;
    const there = this.#ranges.get(key);
    const node = there?.parent === parent ? there : new RangeNode(this.#dataset, parent, range, found);
    this.#ranges.set(key, node);
    return node;
  }

  #problem(parent: TreeNode, index: number): ProblemNode {
    const there = this.#problems.get(index);
    // While the index grows, a row moves from the dataset itself into a range.
    const node = there?.parent === parent ? there : new ProblemNode(this.#dataset, parent, index);
    this.#problems.set(index, node);
    return node;
  }
}
