import { describe, expect, test } from "vitest";
import { fillText } from "../../webview/text/fill.ts";
import type { Mark } from "../../webview/text/marks.ts";
import { bareFormula } from "../../webview/text/math.ts";

function shown(text: string, marks: readonly Mark[] = []): HTMLElement {
  const element = document.createElement("div");
  fillText(element, text, marks);
  return element;
}

/** What was set as formulas, as their sources; KaTeX keeps them in an annotation. */
function formulas(element: HTMLElement): string[] {
  return [...element.querySelectorAll(".math")].map(
    (math) => math.querySelector("annotation")?.textContent ?? `as written: ${math.textContent}`,
  );
}

/** Text without what KaTeX shows of formulas. */
function words(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const math of copy.querySelectorAll(".math")) math.replaceWith("∎");
  return copy.textContent.trim();
}

const mark = (start: number, end: number, className = "m"): Mark => ({
  start,
  end,
  element: "span",
  className,
  title: "why",
});

describe("formulas", () => {
  test.each([
    ["Inline $x^2$.", ["x^2"]],
    ["Inline \\(x^2\\).", ["x^2"]],
    ["Display\n$$\nx\n$$", ["x"]],
    ["Display \\[ x \\] in a line", ["x"]],
    ["Two: $a$, $b$", ["a", "b"]],
    ["\\begin{align} a &= b \\end{align}", ["\\begin{align} a &= b \\end{align}"]],
    ["With emphasis signs: $a_1 * b_2 * c_3$", ["a_1 * b_2 * c_3"]],
    ["**Bold $x$**", ["x"]],
    ["| a |\n|---|\n| $x$ |", ["x"]],
    ["a line of a sum\n\\[\n- 3\n= 4\n\\]", ["- 3\n= 4"]],
  ])("%j", (text, expected) => {
    expect(formulas(shown(text)).map((one) => one.trim())).toEqual(expected);
  });

  test.each([
    "It costs $5 and $6.",
    "It costs \\$5.",
    "He has $20, she has $30, so $50.",
    "A $ alone",
    "`$x$` is code",
    "```\n$x$\n```",
  ])("%j has none", (text) => {
    expect(formulas(shown(text))).toEqual([]);
  });

  test("code shows formulas as written", () => {
    expect(words(shown("See `a $x$ b`"))).toBe("See a $x$ b");
  });

  test.each(["$\\frac{1$", "$\\nosuchmacro{x}$"])("%j, which can't be read, is shown as written", (text) => {
    const math = shown(text).querySelector(".math-error");
    expect(math?.textContent).toBe(text);
    expect(math?.getAttribute("title")).toContain("KaTeX");
  });

  test("a formula that expands without end is stopped", () => {
    const bomb = "$\\def\\a#1{#1#1\\a{#1}}\\a{x}$";
    expect(shown(bomb).querySelector(".math-error")?.textContent).toBe(bomb);
  });

  test("nothing in a formula is trusted", () => {
    const element = shown("$\\href{https://example.org}{x}$ $\\includegraphics{https://example.org/x.png}$");
    expect(element.querySelectorAll("a, img")).toHaveLength(0);
  });

  test("a full stop stays on the line of a short formula", () => {
    expect(shown("so $x$.").querySelector(".nowrap")?.textContent.endsWith(".")).toBe(true);
  });

  test("delimiters come off", () => {
    expect(bareFormula("$$x$$")).toEqual({ tex: "x", display: true });
    expect(bareFormula("\\(x\\)")).toEqual({ tex: "x", display: false });
  });
});

describe("Markdown", () => {
  test.each([
    ["2*3*4 = 24", "2*3*4 = 24"],
    ["2**3**2", "2**3**2"],
    ["(a)*(b)*(c)", "(a)*(b)*(c)"],
    ["$a$*$b$*$c$", "∎*∎*∎"],
    ["- 4 = 12", "- 4 = 12"],
    ["+ 3 apples", "+ 3 apples"],
    ["#### 18", "#### 18"],
    ["<<3+4=7>>7", "<<3+4=7>>7"],
    ["<b>bold</b> &amp;", "<b>bold</b> &amp;"],
    ["[a link](https://example.org)", "[a link](https://example.org)"],
    ["![x](https://example.org/x.png)", "![x](https://example.org/x.png)"],
    ["<https://example.org>", "<https://example.org>"],
    ["a\n===", "a\n==="],
    ["    not code", "not code"],
    ["```\n- 4\n```", "- 4"],
  ])("%j reads %j", (text, expected) => {
    const element = shown(text);
    expect(words(element)).toBe(expected);
    expect(element.querySelectorAll("a, img, b, script, h1, em, li")).toHaveLength(0);
  });

  test("emphasis, lists and tables are set", () => {
    const element = shown("**Step** *one*\n\n1. a\n2. b\n\n| x |\n|--:|\n| 1 |");
    expect(element.querySelector("strong")?.textContent).toBe("Step");
    expect(element.querySelector("em")?.textContent).toBe("one");
    expect(element.querySelectorAll("ol > li")).toHaveLength(2);
    expect(element.querySelector("td")?.className).toBe("align-right");
  });

  test("no style attribute comes from text: the page's policy stops them", () => {
    expect(shown("| x |\n|:-:|\n| 1 |\n\n> a").innerHTML).not.toContain("style=");
  });

  test("private-use characters of a text can't pass for our signs", () => {
    expect(shown("\uE000\uE100 a \uE002\uE100").textContent.trim()).toBe("\uFFFD\uFFFD a \uFFFD\uFFFD");
  });
});

describe("marks", () => {
  const marked = (text: string, marks: readonly Mark[]) =>
    [...shown(text, marks).querySelectorAll(".m")].map((element) =>
      element.querySelector(".math") === null ? element.textContent : "∎",
    );

  test.each([
    ["a word in a line", 2, 6, ["word"]],
    ["  ends  are trimmed ", 0, 8, ["ends"]],
    ["in **bold and** out", 3, 19, ["bold and", " out"]],
    ["over\n\nparagraphs", 0, 16, ["over", "paragraphs"]],
    ["half of $a+b$", 9, 11, ["∎"]],
    ["2. an item", 0, 10, ["an item"]],
    ["out of reach", 20, 30, []],
    ["in `code 3+4=8` too", 9, 14, ["3+4=8"]],
  ])("%j from %i to %i", (text, start, end, expected) => {
    expect(marked(text, [mark(start, end)])).toEqual(expected);
  });

  test("marks may lie in one another", () => {
    const element = shown("one two three", [mark(0, 13, "outer"), mark(4, 7, "inner")]);
    expect(
      element.querySelector(".inner")?.closest(".outer") ?? element.querySelector(".inner .outer"),
    ).not.toBeNull();
    expect(element.textContent.trim()).toBe("one two three");
  });

  test("a mark has its tooltip and leaves the words as they are", () => {
    const element = shown("3 + 4 = 8 holds", [mark(0, 9)]);
    expect(element.querySelector(".m")?.getAttribute("title")).toBe("why");
    expect(words(element)).toBe("3 + 4 = 8 holds");
  });
});
