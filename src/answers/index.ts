/** Final answers: finding them in text, and judging whether two are the same. Pure. */
export { extractFinalAnswer, extractGold, type Extraction } from "./extract.ts";
export { gradeAnswer, gradeOutput, type Grade, type GradeOptions, type OutputGrade } from "./grade.ts";
