import { bigBenchMistake } from "./bigBenchMistake.ts";
import { batchRequest, batchResult, chat } from "./chat.ts";
import { distilabel } from "./distilabel.ts";
import type { Format } from "./format.ts";
import { gsm8k, gsm8kSolutions } from "./gsm8k.ts";
import { labelsFile } from "./labelsFile.ts";
import { lmEval } from "./lmEval.ts";
import { mathShepherd } from "./mathShepherd.ts";
import { mathStepDpo, stepDpoMerged } from "./mathStepDpo.ts";
import { openRSteps, openRTree } from "./openR.ts";
import { llamaFactory, llamaFactoryChat, ultraInteract } from "./preferenceSets.ts";
import { prm800k } from "./prm800k.ts";
import {
  aime,
  aqua,
  instruction,
  math,
  metaMath,
  mmiqc,
  odysseyMath,
  questionAnswer,
  svamp,
} from "./problems.ts";
import { processBench } from "./processBench.ts";
import { qwenEval } from "./qwenEval.ts";
import { rlhFlow } from "./rlhFlow.ts";
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
  batchResult,
  batchRequest,
  // Step-DPO's own, stage by stage.
  stepDpoLocated,
  stepDpoRectified,
  stepDpoCollected,
  stepDpoToRectify,
  mathStepDpo,
  stepDpoMerged,
  // Labels on steps.
  prm800k,
  processBench,
  bigBenchMistake,
  mathShepherd,
  trlStepwise,
  openRSteps,
  openRTree,
  distilabel,
  // Model outputs.
  qwenEval,
  gsm8kSolutions,
  lmEval,
  // Preferences.
  ultraInteract,
  llamaFactory,
  llamaFactoryChat,
  trlPreference,
  trlConversational,
  trlUnpaired,
  // Conversations, once those with more to tell are ruled out.
  rlhFlow,
  chat,
  // Problems.
  stepDpoProblems,
  mmiqc,
  metaMath,
  aqua,
  svamp,
  odysseyMath,
  gsm8k,
  math,
  aime,
  questionAnswer,
  instruction,
  labelsFile,
];
