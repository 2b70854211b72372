import katex from "katex";

/** A formula longer than this (UTF-16 units) is shown as written: laying it out would stall the view. */
const longest = 4000;

/** Macro expansions a formula may take; KaTeX's own default, named here since it bounds what a trace can cost. */
const mostExpansions = 1000;

/** A formula without its delimiters, and whether it stands on its own line. */
export function bareFormula(source: string): { tex: string; display: boolean } {
  if (source.startsWith("$$") || source.startsWith("\\[")) return { tex: source.slice(2, -2), display: true };
  if (source.startsWith("\\(")) return { tex: source.slice(2, -2), display: false };
  if (source.startsWith("$")) return { tex: source.slice(1, -1), display: false };
  return { tex: source, display: true };
}

/**
 * The element that shows a formula. KaTeX builds it from DOM nodes: its HTML strings carry style attributes, which the
 * webview's policy stops. What KaTeX can't read is shown as written, with its reason as tooltip.
 */
export function formulaElement(source: string): HTMLElement {
  const { tex, display } = bareFormula(source);
  const element = document.createElement("span");
  element.className = display ? "math math-display" : "math";
  if (source.length > longest) {
    return asWritten(element, source, "Too long to be set as a formula: shown as written.");
  }
  try {
    katex.render(tex, element, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      strict: "ignore",
      maxExpand: mostExpansions,
      maxSize: 20,
    });
    return element;
  } catch (error) {
    return asWritten(element, source, error instanceof Error ? error.message : String(error));
  }
}

function asWritten(element: HTMLElement, source: string, why: string): HTMLElement {
  element.replaceChildren(source);
  element.classList.add("math-error");
  element.title = why;
  return element;
}
