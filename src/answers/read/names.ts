import type { ConstantName } from "../expression.ts";

/** Functions written as a word, in any of their spellings, and the one name each has here. */
export const FUNCTIONS: ReadonlyMap<string, string> = functionTable();

function functionTable(): Map<string, string> {
  const table = new Map<string, string>();
  const trig = ["sin", "cos", "tan", "cot", "sec", "csc"];
  for (const name of trig) {
    table.set(name, name).set(`${name}h`, `${name}h`);
    for (const prefix of ["arc", "a"]) table.set(prefix + name, `arc${name}`);
    for (const prefix of ["arc", "ar", "a"]) table.set(`${prefix}${name}h`, `arc${name}h`);
  }
  const others = {
    cosec: "csc", cosech: "csch", tg: "tan", ctg: "cot", arctg: "arctan", arcctg: "arccot", sh: "sinh", ch: "cosh", th: "tanh",
    ln: "ln", log: "log", lg: "lg", exp: "exp", sqrt: "sqrt", cbrt: "cbrt", nthroot: "root", root: "root",
    abs: "abs", norm: "abs", floor: "floor", ceil: "ceil", ceiling: "ceil", round: "round", sgn: "sign", sign: "sign",
    min: "min", max: "max", gcd: "gcd", gcf: "gcd", lcm: "lcm", mod: "mod", arg: "arg", Arg: "arg", Re: "re", Im: "im", re: "re", im: "im",
    conj: "conj", conjugate: "conj", nCr: "binomial", binom: "binomial", binomial: "binomial", choose: "binomial", comb: "binomial", nPr: "permutations",
    perm: "permutations", factorial: "factorial", erf: "erf", det: "det",
  }; // prettier-ignore
  for (const [from, to] of Object.entries(others)) table.set(from, to);
  return table;
}

/** Functions that may stand with their argument unbracketed: sin x, \ln 2, \gcd excepted. */
export const PREFIX_FUNCTIONS: ReadonlySet<string> = new Set(
  [...FUNCTIONS.values()].filter((name) =>
    /^(arc)?(sin|cos|tan|cot|sec|csc)h?$|^(ln|log|lg|exp|sqrt|cbrt|arg|det|re|im)$/.test(name),
  ),
);

/** Numbers written as a word or command. */
export const CONSTANTS: ReadonlyMap<string, ConstantName> = new Map<string, ConstantName>([
  ["pi", "pi"], ["π", "pi"], ["e", "e"], ["i", "i"], ["infty", "infinity"], ["infinity", "infinity"], ["oo", "infinity"], ["inf", "infinity"],
  ["Infinity", "infinity"], ["Inf", "infinity"], ["∞", "infinity"], ["exponentialE", "e"], ["imaginaryI", "i"], ["imath", "i"],
]); // prettier-ignore

const GREEK_NAMES = [
  "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa", "lambda", "mu",
  "nu", "xi", "omicron", "rho", "varrho", "sigma", "varsigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "ell",
  "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "hbar",
]; // prettier-ignore

/** Names of letters, from the spelling to the name here. */
export const LETTERS: ReadonlyMap<string, string> = new Map([
  ...GREEK_NAMES.map((name) => [name, name.replace(/^var(?=.)/, "")] as const),
  ...Array.from("αβγδεζηθικλμνξορστυφχψω").map((letter, index) => [letter, GREEK_PLAIN(index)] as const),
  ...([["Γ", "Gamma"], ["Δ", "Delta"], ["Θ", "Theta"], ["Λ", "Lambda"], ["Σ", "Sigma"], ["Φ", "Phi"], ["Ψ", "Psi"], ["Ω", "Omega"],
    ["ϕ", "phi"], ["ϵ", "epsilon"], ["ϑ", "theta"], ["ℓ", "ell"], ["ς", "sigma"], ["ħ", "hbar"], ["jmath", "j"]] as const),
]); // prettier-ignore

function GREEK_PLAIN(index: number): string {
  const plain = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron",
    "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
  ]; // prettier-ignore
  return plain[index] ?? "";
}

/** Number sets by blackboard letter. */
export const NUMBER_SETS: ReadonlyMap<string, string> = new Map([
  ["R", "ℝ"], ["N", "ℕ"], ["Z", "ℤ"], ["Q", "ℚ"], ["C", "ℂ"],
]); // prettier-ignore

/** Signs and words that stand between expressions, in every spelling, and the operator each is read as. */
export const OPERATORS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cdot: "*", times: "*", ast: "*", star: "*", bullet: "*", div: "/", pm: "±", mp: "∓", plusmn: "±",
    le: "<=", leq: "<=", leqslant: "<=", leqq: "<=", ge: ">=", geq: ">=", geqslant: ">=", geqq: ">=", lt: "<", gt: ">", less: "<",
    ne: "!=", neq: "!=", approx: "~", simeq: "~", thickapprox: "~", doteq: "~", approxeq: "~", equiv: "=", sim: "other:sim", cong: "other:cong",
    perp: "other:perp", parallel: "other:parallel", propto: "other:propto",
    in: "in", notin: "notin", ni: "ni", notni: "notni", subset: "subset", subseteq: "subseteq", supset: "supset", supseteq: "supseteq",
    nsubseteq: "other:nsubseteq", nsupseteq: "other:nsupseteq", cup: "union", bigcup: "union", cap: "intersection", bigcap: "intersection", setminus: "minus",
    smallsetminus: "minus", backslash: "minus", to: "=>", rightarrow: "=>", Rightarrow: "=>", implies: "=>", Longrightarrow: "=>", longrightarrow: "=>",
    iff: "=>", Leftrightarrow: "=>", therefore: "=>", mid: "such", vert: "|", lvert: "|", rvert: "|", Vert: "‖", lVert: "‖", rVert: "‖",
    neg: "¬",
    lnot: "¬",
    nparallel: "other:nparallel",
    land: "and", wedge: "and", lor: "or", vee: "or", prime: "'", bmod: "mod", circ: "°", degree: "°", colon: ":", semicolon: ";",
    ldots: "…", dots: "…", cdots: "…", dotsc: "…", dotsb: "…", vdots: "…", ddots: "…", percent: "%",
  }),
); // prettier-ignore

/** Single characters and the operator or letter command each stands for. */
export const CHARACTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*", "⁎": "*", "÷": "/", "∕": "/", "⁄": "/",
    "≤": "<=", "⩽": "<=", "≦": "<=", "≥": ">=", "⩾": ">=", "≧": ">=", "≠": "!=", "≈": "~", "≃": "~", "≅": "other:cong", "≡": "=", "∼": "other:sim",
    "∈": "in", "∉": "notin", "∋": "ni", "∌": "notni", "⊂": "subset", "⊆": "subseteq", "⊃": "supset", "⊇": "supseteq",
    "⊄": "other:nsubset", "⊅": "other:nsupset", "⊈": "other:nsubseteq", "⊉": "other:nsupseteq",
    "∪": "union", "∩": "intersection", "∖": "minus", "±": "±", "∓": "∓", "→": "=>", "⇒": "=>", "⟹": "=>", "⇔": "=>", "∴": "=>",
    "∧": "and", "∨": "or", "°": "°", "º": "°", "˚": "°", "′": "'", "’": "'", "″": "''", "‖": "‖", "∣": "|", "∥": "other:parallel",
    "⟂": "other:perp",
    "¬": "¬",
    "∦": "other:nparallel", "⊥": "other:perp", "∝": "other:propto",
    "…": "…", "⋯": "…", "％": "%", "、": ",", "；": ";", "：": ":", "，": ",",
  }),
); // prettier-ignore
