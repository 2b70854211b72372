/** Final answers: finding them in text, and judging whether two are the same. Pure. */
export { extractFinalAnswer, extractGold, type Extraction } from "./extract.ts";
export { gradeAnswer, gradeOutput, type Grade, type GradeOptions, type OutputGrade } from "./grade.ts";
export {
  checkStep,
  checkTrace,
  readStep,
  type Context as ArithmeticContext,
  type Finding,
  type FindingKind,
  type StepReading,
  type TraceOptions,
} from "./arithmetic/index.ts";
