/** LaTeX commands that stand for an operator, as the operator's character. */
export const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["times", "*"],
  ["cdot", "*"],
  ["ast", "*"],
  ["div", "÷"],
  ["mod", "mod"],
  ["bmod", "mod"],
]);

/** Commands that say "equal" (`=`) or "about equal" (`≈`). */
export const RELATIONS: ReadonlyMap<string, string> = new Map([
  ["approx", "≈"],
  ["approxeq", "≈"],
  ["simeq", "≈"],
  ["cong", "≈"],
]);

/** Commands whose braces hold ordinary text or only dress what they hold: the braces vanish, the content stays. */
export const TRANSPARENT: ReadonlySet<string> = new Set(
  (
    "text textbf textit textrm textsf texttt textnormal mathrm mathbf mathit mathsf mathtt mbox hbox boxed fbox bm " +
    "boldsymbol emph underline"
  ).split(" "),
);

/** Commands without meaning for a calculation: sizes and thin spaces. */
export const INVISIBLE: ReadonlySet<string> = new Set(
  (
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle displaystyle textstyle " +
    "limits nolimits thinspace negthinspace hphantom vphantom"
  ).split(" "),
);

/** Commands that end a clause: wide spaces, arrows, comparisons. */
export const BREAKS: ReadonlySet<string> = new Set(
  (
    "quad qquad newline hline begin end implies iff Rightarrow rightarrow Longrightarrow longrightarrow Leftrightarrow " +
    "to because therefore le leq leqslant ge geq geqslant lt gt ne neq ll gg mid in"
  ).split(" "),
);

/** Commands that take braced arguments and are evaluated. */
export const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ["frac", "frac"],
  ["dfrac", "frac"],
  ["tfrac", "frac"],
  ["cfrac", "frac"],
  ["sqrt", "sqrt"],
  ["binom", "binom"],
  ["dbinom", "binom"],
  ["tbinom", "binom"],
]);

/** Greek letters used as names of values; \pi is the number. */
export const GREEK: ReadonlySet<string> = new Set(
  (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma tau " +
    "upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell"
  ).split(" "),
);
