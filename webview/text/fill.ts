import { signs, type Mark } from "./marks.ts";
import { renderMarkdown, type Rendered } from "./markdown.ts";
import { formulaElement } from "./math.ts";

/** Shows a text in an element: Markdown, formulas and marks. */
export function fillText(target: HTMLElement, source: string, marks: readonly Mark[]): void {
  const rendered = renderMarkdown(source, marks);
  const template = document.createElement("template");
  template.innerHTML = rendered.html;
  fillSigns(template.content, rendered);
  target.replaceChildren(template.content);
}

const anySign = /([\uE000-\uE002])([\uE100-\uF8FF])/gu;

/** Puts formulas and marks where their signs stand. Marks are cut at element borders, so that any overlap can be shown. */
function fillSigns(root: DocumentFragment, rendered: Rendered): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) nodes.push(walker.currentNode);
  const open = new Set<number>();
  for (const node of nodes) {
    // White space between blocks is no text to mark.
    if (node.data.trim() === "") continue;
    const inCode = node.parentElement?.closest("code, pre") != null;
    if (open.size === 0 && !/[\uE000-\uE002]/u.test(node.data)) continue;
    node.replaceWith(...pieces(node.data, rendered, open, inCode));
  }
}

function pieces(data: string, rendered: Rendered, open: Set<number>, inCode: boolean): Node[] {
  const result: Node[] = [];
  let at = 0;
  let short = false;
  const push = (node: Node) => {
    if (short && node instanceof Text) glue(result, node);
    short = false;
    result.push(wrapped(node, rendered.marks, open));
  };
  const pushText = (end: number) => {
    if (end > at) push(document.createTextNode(data.slice(at, end)));
  };
  for (const match of data.matchAll(anySign)) {
    pushText(match.index);
    at = match.index + match[0].length;
    const index = (match[2] ?? "").charCodeAt(0) - signs.base;
    if (match[1] === signs.open) open.add(index);
    else if (match[1] === signs.close) open.delete(index);
    else {
      const source = rendered.formulas[index] ?? "";
      push(inCode ? document.createTextNode(source) : formulaElement(source));
      short = !inCode && source.length <= longestGlued;
    }
  }
  pushText(data.length);
  return result;
}

/** A short formula (UTF-16 units of source) and the punctuation after it stay on one line; a long one must break inside. */
const longestGlued = 40;

/** Browsers break lines between a formula's boxes and a full stop: what follows is put on the formula's line. */
function glue(result: Node[], text: Text): void {
  const punctuation = /^[.,;:!?)\]}%’”]+/u.exec(text.data)?.[0] ?? "";
  const formula = result.at(-1);
  if (punctuation === "" || formula === undefined) return;
  const line = document.createElement("span");
  line.className = "nowrap";
  line.append(formula, punctuation);
  result[result.length - 1] = line;
  text.data = text.data.slice(punctuation.length);
}

function wrapped(node: Node, marks: readonly Mark[], open: ReadonlySet<number>): Node {
  let result = node;
  for (const index of open) {
    const mark = marks[index];
    if (mark === undefined) continue;
    const element = document.createElement(mark.element);
    element.className = mark.className;
    if (mark.title !== null) element.title = mark.title;
    element.append(result);
    result = element;
  }
  return result;
}
