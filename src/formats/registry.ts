import { bigBenchMistake } from "./bigBenchMistake.ts";
import type { Format } from "./format.ts";
import { gsm8k, gsm8kSolutions } from "./gsm8k.ts";
import { mathStepDpo, stepDpoMerged } from "./mathStepDpo.ts";
import { processBench } from "./processBench.ts";
import { qwenEval } from "./qwenEval.ts";
import {
  stepDpoCollected,
  stepDpoLocated,
  stepDpoProblems,
  stepDpoRectified,
  stepDpoToRectify,
} from "./stepDpoFiles.ts";
import { trlConversational, trlPreference, trlStepwise, trlUnpaired } from "./trl.ts";

/**
 * Every format, from the most telling fields to the least: a row is of the first that recognises it. A new format is
 * its own file and a line here.
 */
export const formats: readonly Format[] = [
  stepDpoLocated,
  stepDpoRectified,
  stepDpoCollected,
  stepDpoToRectify,
  mathStepDpo,
  stepDpoMerged,
  stepDpoProblems,
  processBench,
  bigBenchMistake,
  qwenEval,
  gsm8kSolutions,
  trlStepwise,
  trlPreference,
  trlConversational,
  trlUnpaired,
  gsm8k,
];
