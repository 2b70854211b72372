import { pair, raw, sides, type RuleCases } from "./rows.ts";

const prefix = "Let's think step by step.\nStep 1: Each day brings 2 eggs.\nStep 2:";
const ended = (end: string, fields: object = {}) => pair({ initial_reason_steps: end, ...fields });
/** A win whose continuation ends so, with this gold. */
const leads = (full: string, answer: string, prompt?: string) =>
  pair({
    chosen: " Let us see.",
    full_chosen: ` Let us see.\n${full}`,
    answer,
    ...(prompt === undefined ? {} : { prompt }),
  });

export const emptySide: RuleCases = {
  rule: "empty-side",
  bad: [
    sides("", " It is 5."),
    sides(" It is 6.", ""),
    sides("", ""),
    sides(" ", " It is 5."),
    sides(" It is 6.", "\n\n"),
    sides(" It is 6.", "\u3000"),
    sides("\u200b", " It is 5."),
    sides(" It is 6.", " \ufeff\u200b\n"),
    { prompt: "Add 1 and 1.", chosen: "2", rejected: "" },
    {
      prompt: [{ role: "user", content: "Add 1 and 1." }],
      chosen: [{ role: "assistant", content: "" }],
      rejected: [{ role: "assistant", content: "3" }],
    },
    { instruction: "Add 1 and 1.", input: "", chosen: "2", rejected: "\t" },
  ],
  good: [
    sides("0", "1"),
    sides(" $x$", " ?"),
    sides(" 是", " 否"),
    sides(" -", " +"),
    sides(raw` \boxed{3}`, raw` \boxed{}`),
    sides(" 🙂", " …"),
    { prompt: "Add 1 and 1.", chosen: "2", rejected: "None" },
    {
      instruction: "Add.",
      prefix: "Step 1:",
      output: " We have 5.",
      gt_output: "",
      answer: "4",
      step_num: 1,
    },
    { question: "Add 1 and 1.", answer: "#### 2" },
    { prompt: "Add 1 and 1.", completion: "", label: false },
  ],
};

export const bothWrong: RuleCases = {
  rule: "both-wrong",
  bad: [
    sides(" In 3 days that is 2*3 = 7 eggs.", " That is 5."),
    sides(raw` Thus $12 \times 12 = 142$.`, " That is 5."),
    sides(raw` So \(\frac{1}{2} + \frac{1}{3} = \frac{2}{5}\).`, " That is 5."),
    sides(" He has 100 - 37 = 73 left.", " That is 5."),
    sides(" 每天 3 × 4 = 13 个。", " 是 5。"),
    sides(" Altogether 15 + 20 + 8 = 44.", " That is 5."),
    sides(" The sum is $1,200 + $350 = $1,450.", " That is 5."),
    sides(" First 2*3 = 6, and then 6 + 9 = 16.", " That is 5."),
    {
      ...pair({ full_chosen: " In 3 days that is 2*3 = 6 eggs.\nStep 3: It is 6." }),
      step_dpo: { version: 1, labels: [{ trace: 1, start: 58, end: 96, label: "incorrect" }] },
    },
  ],
  good: [
    pair(),
    sides(" That is 10/3 = 3.33 roughly.", " That is 5."),
    sides(raw` So $\pi \approx 22/7$, which gives $x \approx 3.14$.`, " That is 5."),
    sides(" 每天 3 × 4 = 12 个。", " 是 5。"),
    sides(raw` We have $17 \equiv 2 \pmod{5}$ and $1011_2 = 11$.`, " That is 5."),
    sides(" | eggs | 2 |\n| days | 3 |\n| all | 6 |", " That is 5."),
    sides(" ```python\ntotal = 2 * 3\nprint(total == 7)\n```", " That is 5."),
    sides(" It can't be that 2*3 = 7, so we look again: 2*3 = 6.", " That is 5."),
    sides(" Let x = 4 and y = 2x, so y = 8.", " That is 5."),
    // General pairs have no step: a false claim in a text is no step's error.
    { prompt: "Write a poem.", chosen: "Where 2+2=5, the birds are singing.", rejected: "No." },
  ],
};

export const winAnswer: RuleCases = {
  rule: "win-answer",
  bad: [
    leads("Step 3: The answer is 7.", "6"),
    leads(raw`Step 3: So we get \boxed{12}.`, "6"),
    leads("Step 3: It comes to 8.\n#### 8", "6"),
    leads(raw`Step 3: The answer is $\frac{1}{3}$.`, raw`\frac{1}{2}`),
    leads("第三步：所以答案是 7。", "6"),
    leads("Step 3: The answer is (B).", "A"),
    leads("</think>\nThe answer is 41.", "42"),
    leads(raw`Step 3: Therefore the answer is \boxed{(2, 3)}.`, "(3, 2)"),
    pair({ chosen: " The answer is 7.", answer: "6" }),
    leads("Step 3: So the hen lays 12 eggs in all.", "6"),
  ],
  good: [
    leads("Step 3: The answer is 6.", "6"),
    leads(raw`Step 3: So we get \boxed{\dfrac{1}{2}}.`, "0.5"),
    leads("Step 3: The answer is $1,200.", "1200"),
    leads("Step 3: It comes to 6.\n#### 6", "6"),
    leads("第三步：所以答案是 6。", "6"),
    leads("Step 3: The answer is 6 eggs.", "6"),
    leads("Step 3: The answer is (A) six.", "A"),
    leads("Step 3: Now we add up what is left.", "6"),
    leads("Step 3: The answer is 7.", ""),
    pair({ chosen: " We add 3 to 4, which is 7.", answer: "6" }),
    leads(raw`Step 3: The answer is \boxed{50\%}.`, raw`50\%`),
  ],
};

export const samePair: RuleCases = {
  rule: "same-pair",
  bad: [
    sides(" It is 6.", " It is 6."),
    sides(" It is 6.", "It is 6"),
    sides(" So $2 * 3 = 6$.", " So 2 * 3 = 6."),
    sides(raw` So \(x = \dfrac{1}{2}\).`, raw` So $x=\frac{1}{2}$.`),
    sides(" 所以一共有 6 个。", " 所以一共有 6 个"),
    sides(" We know it is 6,\nso we stop.", " We know it is 6, so we stop."),
    sides(
      " After all of the three days that the hen has had, we count 6 eggs in total.",
      " After all of the three days that the hen has had, we count 6 eggs in sum.",
    ),
    sides(
      " Next we must find how many of the eggs are left over once the farmer has sold them at the market.",
      " Next, we need to find how many of the eggs are left over once the farmer has sold them at the market.",
    ),
    sides(
      " 接下来我们要计算农夫在市场上把鸡蛋卖掉以后还剩下多少个鸡蛋，然后再看一看他能分给邻居多少。",
      " 接着我们要计算农夫在市场上把鸡蛋卖掉以后还剩下多少个鸡蛋，然后再看一看他能分给邻居多少。",
    ),
  ],
  good: [
    sides("\u200b", "\u200b\ufeff"),
    pair(),
    sides(" It is 6.", " It is 9."),
    sides(
      " The point lies inside the circle with the given radius.",
      " The point lies outside the circle with the given radius.",
    ),
    sides(
      " Since the function is increasing on the whole of the given interval, its maximum is at the right end.",
      " Since the function is decreasing on the whole of the given interval, its maximum is at the right end.",
    ),
    sides(
      " We see that the number is divisible by all of these primes, so that it must be a square.",
      " We see that the number is not divisible by all of these primes, so that it must be a square.",
    ),
    sides(
      " If a person packs this many boxes of jars each day of the week, then David packs half.",
      " If a person packs this many boxes of jars each day of the week, then Raymond packs half.",
    ),
    sides(
      " The farmer has seven hens and they all lay two eggs each day of the week, which he then sells.",
      " The farmer has eight hens and they all lay two eggs each day of the week, which he then sells.",
    ),
    sides(raw` Then $x + y$ is what remains of it all.`, raw` Then $x - y$ is what remains of it all.`),
    sides(
      " 因为这个函数在整个给定的区间上是单调递增的，所以它的最大值在右边的端点上取得，这样就得到了结论。",
      " 因为这个函数在整个给定的区间上是单调递减的，所以它的最大值在右边的端点上取得，这样就得到了结论。",
    ),
    sides(
      " The line through these two points is parallel to the side of the triangle that we have drawn before.",
      " The line through these two points is perpendicular to the side of the triangle that we have drawn before.",
    ),
    sides(
      " Of all of the eggs that the hen has laid in these days, the farmer sells more than he keeps.",
      " Of all of the eggs that the hen has laid in these days, the farmer sells less than he keeps.",
    ),
    sides(" ```\na = f(b)\n```", " ```\na = f(c)\n```"),
  ],
};

export const prefixEnd: RuleCases = {
  rule: "prefix-end",
  bad: [
    ended(`${prefix} `),
    ended(`${prefix}\n`),
    ended("Step 1: Each day brings 2 eggs."),
    ended("Let's think step by step."),
    ended(""),
    ended("Step 1: Each day brings 2 eggs.\nStep 5:"),
    ended("Step 1: One.\nStep 2: Two.\nStep 2:"),
    ended(raw`Step 1: We have \(x = 2\).` + "\nStep 2: So"),
    ended("Step 1: 每天两个鸡蛋。\n"),
    {
      instruction: "Add.",
      prefix: "Step 1: We have 2.\nStep 2: ",
      output: "So 3.",
      gt_output: "",
      answer: "4",
    },
  ],
  good: [
    pair(),
    ended("Let's think step by step.\nStep 1:"),
    ended("Step 1: 每天两个鸡蛋。\nStep 2:"),
    ended(raw`Step 1: In \[ x = 1 \] we see step 3 of it.` + "\nStep 2:"),
    ended("Step 1: | a | b |\n| 1 | 2 |\nStep 2:"),
    ended(Array.from({ length: 11 }, (_, at) => `Step ${at + 1}: On.`).join("\n") + "\nStep 12:"),
    ended("Step 1: ```py\nprint(1)\n```\nStep 2:"),
    { prompt: "Add.", chosen: "4", rejected: "5" },
    { instruction: "Add.", prefix: "We have 2.\n", output: "So 3.", gt_output: "", answer: "4" },
    ended("Step 1: As in step 3: nothing is left.\nStep 2:"),
  ],
};

export const sideSpace: RuleCases = {
  rule: "side-space",
  bad: [
    sides(" It is 6.", "It is 5."),
    sides("It is 6.", " It is 5."),
    sides(" It is 6.", "  It is 5."),
    sides(" It is 6.", "\nIt is 5."),
    sides(" It is 6.\n", " It is 5."),
    sides(" It is 6. ", " It is 5."),
    sides(" 是 6。", "\u3000是 5。"),
    sides(raw` $x$`, raw`\(x\)`),
    { prompt: "Add.", chosen: "It is 6.", rejected: "It is 5.\n\n" },
  ],
  good: [
    pair(),
    sides("It is 6.", "It is 5."),
    sides(" It is 6.\n", " It is 5.\n"),
    sides("\n\nIt is 6.", "\n\nIt is 5."),
    sides(" It is 6.", ""),
    sides("", "It is 5."),
    sides("\u200b", " It is 5."),
    sides(" It is  6.", " It is 5."),
    sides(" 是 6。", " 是\u30005。"),
    sides(" ```\n1\n```", " ```\n2\n```"),
  ],
};
