/** Final answers: finding them in text, and judging whether two are the same. The arithmetic check has its own index. Pure. */
export { extractFinalAnswer, extractGold } from "./extract.ts";
export { choicesIn, isBareChoice } from "./grading/choices.ts";
export { gradeAnswer, gradeOutput, type Grade, type GradeOptions } from "./grade.ts";
