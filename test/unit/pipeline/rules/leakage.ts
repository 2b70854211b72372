import { raw, solved, type RuleCases } from "./rows.ts";

const jars =
  "Mara packs four boxes with six jars each and then gives away five of the jars to her friend. How many jars does she have left in the boxes after that?";
const divisors = "Find the sum of the positive divisors of 18";
const chinese =
  "玛拉把二十四个罐子平均装进四个盒子里，然后从每个盒子里取出一个罐子送给朋友，请问她还剩下多少个罐子？";
const latex = raw`Let $f(x) = \frac{x^2 + 1}{x - 1}$ for all real numbers $x \neq 1$. What is the value of $f(3) + f(5)$ when it is simplified?`;

/** The problems of an evaluation set. */
export const evaluated = [jars, divisors, chinese, latex, "What is 2 + 2?"];

const asked = (problem: string) => ({ question: problem, answer: "#### 19" });

export const leakage: RuleCases = {
  rule: "leakage",
  bad: [
    asked(jars),
    asked(`${jars.toUpperCase()}!!`),
    asked(jars.replaceAll(" ", "\n")),
    asked(jars.replace("Mara", "Lena")),
    asked(`Solve this problem. ${jars}`),
    asked(jars.replace("her friend", "a friend of hers")),
    solved(chinese.replace("，", ","), "十九"),
    solved(chinese.replace("送给朋友", "送给邻居"), "十九"),
    asked(latex.replaceAll("$", "").replace("What is", "Find")),
    asked(latex.replace(raw`$f(x)`, raw`\(f(x)`).replace("1}$", raw`1}\)`)),
    asked("what is 2+2"),
    asked(`${divisors}.`),
  ],
  good: [
    asked(
      "Lena packs nine crates with two lamps each and keeps one lamp. How many lamps are in the crates then?",
    ),
    asked(divisors.replace("18", "36")),
    asked("What is 2 + 3?"),
    asked(latex.replace(raw`x^2 + 1`, raw`x^3 + 7`).replace("f(3) + f(5)", "f(2) + f(9)")),
    asked("Mara packs four boxes with six jars each."),
    solved("玛拉有四个盒子，每个盒子里有六个苹果，她吃掉了两个苹果，请问一共还剩下多少个苹果？", "二十二"),
    asked("How many jars does she have left in the boxes after that?"),
    asked("Find the number of positive divisors of 18 that are odd and less than 9."),
    asked("x"),
  ],
};
