import type { TextEdit } from "../../core/change.ts";

type Piece = { readonly from: number; readonly to: number } | { readonly text: string };

/** A text under edits that follow one another, which can say what became of the original as edits of the original. */
export class PieceText {
  readonly #original: string;
  #pieces: Piece[];

  constructor(original: string) {
    this.#original = original;
    this.#pieces = [{ from: 0, to: original.length }];
  }

  /** The text as it is now. */
  get text(): string {
    return this.#pieces.map((piece) => this.#textOf(piece)).join("");
  }

  /** Replaces a stretch of the text as it is now. */
  replace(edit: TextEdit): void {
    const end = edit.offset + edit.length;
    const result: Piece[] = [];
    let at = 0;
    let placed = false;
    const place = (): void => {
      if (!placed && edit.text !== "") result.push({ text: edit.text });
      placed = true;
    };
    for (const piece of this.#pieces) {
      const size = lengthOf(piece);
      if (at >= end && at >= edit.offset) place();
      this.#keep(result, piece, 0, Math.min(size, edit.offset - at));
      if (edit.offset < at + size) place();
      this.#keep(result, piece, Math.max(0, end - at), size);
      at += size;
    }
    place();
    this.#pieces = result;
  }

  /** Edits of the original text that give the text as it is now. */
  edits(): TextEdit[] {
    const edits: TextEdit[] = [];
    let at = 0;
    let added = "";
    const flush = (to: number): void => {
      if (to > at || added !== "") edits.push({ offset: at, length: to - at, text: added });
      added = "";
    };
    for (const piece of this.#pieces) {
      if ("text" in piece) {
        added += piece.text;
        continue;
      }
      flush(piece.from);
      at = piece.to;
    }
    flush(this.#original.length);
    return edits;
  }

  #keep(result: Piece[], piece: Piece, from: number, to: number): void {
    if (to <= from) return;
    if ("text" in piece) result.push({ text: piece.text.slice(from, to) });
    else result.push({ from: piece.from + from, to: piece.from + to });
  }

  #textOf(piece: Piece): string {
    return "text" in piece ? piece.text : this.#original.slice(piece.from, piece.to);
  }
}

function lengthOf(piece: Piece): number {
  return "text" in piece ? piece.text.length : piece.to - piece.from;
}
