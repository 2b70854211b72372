import { judged, labelled, pair, raw, solved, steps, type RuleCases } from "./rows.ts";

const english = "Sara has three boxes with the same number of pens in each of them. How many pens are there?";
const chinese = "小明有三个盒子，每个盒子里有相同数量的铅笔，一共有多少支铅笔？";
const answered = (response: string) => solved(english, response);
const pieces = (...texts: readonly string[]) => steps("Work it out.", ...texts);

export const labelCount: RuleCases = {
  rule: "label-count",
  bad: [
    labelled([true], ["One.", "Two."]),
    labelled([true, false, true], ["One.", "Two."]),
    labelled([], ["One."]),
    labelled([true], []),
    { question: "q", gt: "1", code: ["a", "b"], pred: ["1"], score: [true, true] },
    { question: "q", gt: "1", code: ["a", "b"], pred: ["1", "2"], score: [true] },
    { question: "q", gt: "1", code: ["a"], pred: ["1", "2"], score: [true] },
    { problem: "p", steps: ["a", "b"], labels: [1], answer: "1" },
    { problem: "p", steps: ["a", "b"], ratings: [1, 1, -1], answer: "1" },
  ],
  good: [
    labelled([true, false]),
    labelled([true]),
    labelled([]),
    labelled([true, null]),
    { question: "q", gt: "1", code: ["a"], pred: ["1"], score: [true] },
    { problem: "p", steps: ["a", "b"], labels: [1, 0], answer: "1" },
    // One label for the whole is no list of them.
    steps("p", "One.", "Two."),
    { input: "p", steps: ["a", "b"], answer: "1", target: "1", mistake_index: 1 },
    { problem: "p", steps: ["a", "b"], labels: "correct", answer: "1" },
  ],
};

export const labelsAfterError: RuleCases = {
  rule: "labels-after-error",
  bad: [
    labelled([true, false, true]),
    labelled([false, true]),
    labelled([false, false, true]),
    labelled([false, true, false]),
    labelled([true, true, false, true, true]),
    labelled([true, false, true], [raw`So \(x\).`, "是。", "```1```"]),
    {
      input: "Add 1 and 1. Step 1: It is 3. ки\nStep 2: The answer is: 3 ки",
      label: "Add 1 and 1. Step 1: It is 3. -\nStep 2: The answer is: 3 +",
      task: "GSM8K",
    },
    {
      conversations: [
        { role: "user", content: "Add 1 and 1.\nIt is 3." },
        { role: "assistant", content: "-" },
        { role: "user", content: "So 3." },
        { role: "assistant", content: "+" },
      ],
    },
  ],
  good: [
    labelled([true, false, false]),
    labelled([true, true]),
    labelled([true, false]),
    labelled([false]),
    labelled([false, false, false]),
    labelled([]),
    { ...steps("p", "One.", "Two.", "Three."), label: 1 },
    { input: "p", steps: ["a", "b", "c"], answer: "1", target: "2", mistake_index: 0 },
    {
      input: "Add 1 and 1. Step 1: It is 3. ки\nStep 2: The answer is: 3 ки",
      label: "Add 1 and 1. Step 1: It is 3. -\nStep 2: The answer is: 3 -",
      task: "GSM8K",
    },
  ],
};

export const outcomeNotGold: RuleCases = {
  rule: "outcome-not-gold",
  bad: [
    judged("6", "The answer is 6.", false, "6"),
    judged("6", "The answer is 7.", true, "7"),
    judged(raw`\frac{1}{2}`, raw`So \boxed{0.5}.`, false, "0.5"),
    judged("6", "所以答案是 7。", true, "7"),
    judged("1200", "The answer is $1,200.", false, "1,200"),
    judged("A", "The answer is (B).", true, "B"),
    judged("42", "<think>Is it 42?</think>\nThe answer is 41.", true, "41"),
    judged("(3, 2)", raw`The answer is \boxed{(2, 3)}.`, true, "(2, 3)"),
    { question: "Add.", gt: "6", code: ["So 6 it is.\n#### 6"], pred: ["6"], score: [false] },
  ],
  good: [
    judged("6", "The answer is 6.", true, "6"),
    judged("6", "The answer is 7.", false, "7"),
    judged(raw`\frac{1}{2}`, raw`So \boxed{0.5}.`, true, "0.5"),
    judged("6", "所以答案是 6。", true, "6"),
    judged("6", "We can't tell.", false),
    judged("6", "So there are six of them", true),
    judged("A", "The answer is (A) six.", true, "A"),
    judged("42", "<think>Is it 41?</think>\nThe answer is 42.", true, "42"),
    judged("6", "| eggs | 6 |\nThe answer is 6.", true, "6"),
    solved("Add.", "The answer is 7."),
    steps("Add.", "So it is \\boxed{7}."),
  ],
};

export const cutText: RuleCases = {
  rule: "cut-text",
  bad: [
    answered("First we count the pens in each of the boxes, which gives"),
    answered("Step 1: There are 3 boxes.\nStep 2: Now we multiply the number of"),
    answered(raw`We know the number of pens is \(3x + `),
    answered(raw`Then it follows for all of the pens that \[ a = \frac{3}{4`),
    answered(raw`Hence the number of pens in all of the boxes is \boxed{12`),
    solved(chinese, "首先我们 计算 每个 盒子 里的铅笔数量，然后"),
    answered(raw`We write it as \begin{align} a &= 3 \\ b &= 4`),
    answered("Let me look at the pens:\n\n| box | pens |\n| --- | --- |\n| first | 4 |\n| second |"),
    answered("We write a small program for that:\n```python\npens = 3 * 4\nfor box in"),
    answered("<think>\nThe boxes all hold the same number of pens, so I should multiply, but first"),
    {
      custom_id: "a",
      response: {
        status_code: 200,
        body: {
          choices: [
            { message: { role: "assistant", content: "First we count the pens." }, finish_reason: "length" },
          ],
        },
      },
      error: null,
    },
    pair({ chosen: raw` So the number of eggs is \(2 \cdot `, rejected: " It is 5." }),
    pair({ chosen: " So it is 6.", rejected: raw` The number of eggs is \boxed{2+` }),
  ],
  good: [
    answered("There are 3 boxes with 4 pens each, so that there are 12 pens."),
    answered("There are 3 boxes with 4 pens each.\nThe answer is 12"),
    answered("There are 3 boxes with 4 pens each.\n#### 12"),
    answered(raw`We get \(3 \cdot 4 = 12\)`),
    answered(raw`So the number of pens in all is \boxed{12}`),
    solved(chinese, "首先我们 计算 每个 盒子 里的铅笔数量，一共十二支。"),
    answered("So there are twelve pens in the boxes (three times four)"),
    answered("Let me look at the pens:\n\n| box | pens |\n| --- | --- |\n| first | 4 |"),
    answered("We write a small program for that:\n```python\nprint(3 * 4)\n```"),
    answered("<think>\nThe boxes all hold the same.\n</think>\nThere are 12 pens."),
    answered("twelve"),
    answered("It costs $5 and the other one costs $6, as we were told."),
    answered("That is all there is to it! 🙂"),
    answered(raw`The set of all such numbers is \{1, 2, 3\}, and no more of them` + "."),
    pair({ chosen: " So we count the eggs of each day", rejected: " So we count the days" }),
    pair({ chosen: " He pays $5 for each and $6 for the rest", rejected: " He pays $5" }),
    {
      custom_id: "a",
      response: {
        status_code: 200,
        body: {
          choices: [
            { message: { role: "assistant", content: "First we count the pens." }, finish_reason: "stop" },
          ],
        },
      },
      error: null,
    },
  ],
};

export const midFormula: RuleCases = {
  rule: "mid-formula",
  bad: [
    pieces(raw`So \[ a = 1`, raw`\] is it.`),
    pieces("So $$ a = 1,", "b = 2 $$ holds."),
    pieces(raw`So \( a = 1`, raw`+ 2 \) is it.`),
    pieces(raw`\begin{align} a &= 1 \\`, raw`b &= 2 \end{align}`),
    pieces("So $a =", "1$ is it."),
    pieces("```python\na = 1\n", "b = 2\n```"),
    pieces(raw`所以 \[ a = 1`, raw`\] 成立。`),
    pieces("So.", raw`Then \begin{cases} 1 & x > 0 \\`, "0 & x = 0", raw`\end{cases}`),
    pieces(raw`\begin{tabular}{cc} 1 & 2 \\`, raw`3 & 4 \end{tabular}`),
  ],
  good: [
    pieces(raw`So \[ a = 1 \]`, raw`\[ b = 2 \] is it.`),
    pieces("It costs $5 a piece.", "The other is $6 a piece."),
    pieces("He pays $5", "and then $6."),
    pieces("$$ a = 1 $$", "$$ b = 2 $$"),
    pieces("```python\na = 1\n```", "So it is 1."),
    pieces(raw`Take \(a\) and`, raw`\(b\) with it.`),
    pieces("从 $3 到", "$4 之间。"),
    pieces("| a | b |", "| 1 | 2 |"),
    pieces(raw`The price is \$5,`, raw`or \$6.`),
    pieces("<think>\nLet me see.", "</think>\nIt is 6."),
    pieces(raw`An opener \[ that never ends.`, "It is 6."),
  ],
};

export const invisible: RuleCases = {
  rule: "invisible-characters",
  bad: [
    answered("There are\u200b 12 pens."),
    answered("There are \ufeff12 pens."),
    answered("There are 12\u00ad pens."),
    answered("There are \u202e21 pens."),
    answered("There are \u0007 12 pens."),
    answered("There are \ufffd 12 pens."),
    solved("How many\u2060 pens?", "There are 12."),
    solved(chinese, "一共\u200b有十二支铅笔。"),
    answered(raw`So \(x` + "\u200b" + raw` = 1\).`),
    answered("```\na\u0000b\n```"),
    pair({ chosen: " So it\u200b is 6." }),
    answered("There are 12 pens\u0085 in all."),
  ],
  good: [
    answered("There are 12 pens."),
    answered("There are 12\u00a0pens."),
    answered("There are\t12\r\npens."),
    answered("A family \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 has 12 pens. ❤️"),
    solved("कितने?", "क्\u200dष बारह हैं।"),
    solved("چند خودکار؟", "می\u200cشود دوازده."),
    solved(chinese, "一共有\u3000十二支铅笔。"),
    answered("Then x\u2009=\u20093 … and \u201cso\u201d on."),
    answered("naïve café Å ﬁ"),
  ],
};

export const wrongLanguage: RuleCases = {
  rule: "wrong-language",
  bad: [
    answered("每个盒子里有四支铅笔，一共有三个盒子，所以总共有十二支铅笔。"),
    answered("There are three boxes.\n\n所以我们把每个盒子里的铅笔数量相加，得到十二支铅笔。"),
    solved(chinese, "There are three boxes and each of them has four pens, so the number of pens is 12."),
    answered("В каждой коробке по четыре ручки, поэтому всего двенадцать ручек."),
    answered(
      "Chaque boîte a quatre stylos, donc nous avons pour les trois boîtes une somme de douze dans cette question.",
    ),
    answered(
      "In jeder Schachtel sind vier Stifte, und daher sind das mit den anderen nicht mehr als die zwölf, und wir sind fertig.",
    ),
    solved(
      "Quantos lápis há nas três caixas, se cada uma tem quatro? Não se esqueça das caixas que são dos outros alunos.",
      "There are three boxes and each of them has four, so the number of pens is 12.",
    ),
    answered("각 상자에는 연필이 네 자루씩 들어 있으므로 모두 열두 자루입니다."),
    answered(raw`设每个盒子里有 \(x\) 支铅笔，那么一共有 \(3x\) 支铅笔，所以 \(3x = 12\)。`),
    answered("<think>\n我们需要先算出每个盒子里的铅笔数量，然后把它们加起来。\n</think>\nThere are 12 pens."),
    solved(
      "三つの箱に同じ数の鉛筆が入っています。鉛筆は全部で何本ありますか。",
      "There are three boxes and each of them has four pens, so the number of pens is 12.",
    ),
    solved(chinese, "각 상자에는 연필이 네 자루씩 들어 있으므로 모두 열두 자루입니다."),
    solved(
      "三つの箱に同じ数の鉛筆が入っています。鉛筆は全部で何本ありますか。",
      "每个盒子里有四支铅笔，一共有三个盒子，所以总共有十二支铅笔，我们就得到了这个结果。",
    ),
    solved(
      "A swan lays 5 eggs a day. How many in 4 days?",
      "我们把每天的鸡蛋数量乘以天数，所以一共有二十个鸡蛋。",
    ),
    solved(chinese, "Each box holds four pens, giving twelve pens altogether."),
    solved("Сколько карандашей в трёх коробках?", "Each box holds four pens, giving twelve pens altogether."),
  ],
  good: [
    solved(
      "lim_{n->infinity} sin(n)/n + cos(n)/n + log(n)/n = ?",
      "当分子有界而分母趋于无穷时，这个极限就等于零，所以答案是零。",
    ),
    solved(chinese, "total_pens = pens_per_box * number_of_boxes = 12"),
    solved(chinese, "print(pens * boxes)\n\n答案是十二支铅笔，我们已经算完了。"),
    answered("There are three boxes and each of them has four pens, so the number of pens is 12."),
    solved(chinese, "每个盒子里有四支铅笔，所以一共有十二支铅笔。"),
    answered("Sara (莎拉) has three boxes, and each of them has four pens, so there are 12."),
    solved(chinese, "设 pens = 4, boxes = 3，所以 total = pens * boxes = 12。答案是十二支铅笔。"),
    solved(chinese, raw`\[ \text{total number of the pens is the sum of the pens and that is } 12 \]`),
    solved(
      chinese,
      "```python\n# the number of the pens is the sum of them and so we are done\nprint(3 * 4)\n```\n答案是十二支铅笔。",
    ),
    solved(
      "Translate into Chinese: there are three boxes with the same number of pens in each.",
      "有三个盒子，每个盒子里有相同数量的铅笔。",
    ),
    solved(
      "How do you say this in French: the number of the pens is that of the boxes and so we are done.",
      "Le nombre des stylos est celui des boîtes, donc nous avons fini, et les stylos sont dans une boîte pour nous.",
    ),
    solved(
      "What is the meaning of the Chinese word 铅笔 in the following text: 小明有三支铅笔和四块橡皮？",
      "它的意思是用来写字的笔，也就是铅笔，这里一共有三支。",
    ),
    answered("$\\alpha + \\beta = \\gamma$ and λ = μ, so that θ is the angle."),
    answered("$x = 3$"),
    answered("Step 1: 3 * 4 = 12"),
    solved("1 + 1 = ?", "一加一等于二，这是一个非常简单的问题，答案就是二。"),
    solved(
      "Die drei Schachteln sind nicht leer, und mit der vierten sind es zwölf Stifte. Wie viele sind das?",
      "Wir haben eine Schachtel mit vier Stiften, und daher sind das mit der anderen zwölf.",
    ),
    answered(
      "El Paso is where Sara lives, and Los Angeles is where the pens of the boxes are made, so there are 12.",
    ),
    answered("| box | pens |\n| --- | --- |\n| первая | 4 |\n\nSo there are 12 of them in all of the boxes."),
    solved(
      "Find the value of the sum of the first n of the numbers.",
      "Σ k = n(n+1)/2, so the sum of the first n is that.",
    ),
  ],
};
