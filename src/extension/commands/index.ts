import type { Command } from "../command.ts";
import type { CommandId } from "../commandIds.ts";
import { accept, editStep, find, nextRow, nextStep, nextTrace, previousRow, previousStep } from "./act.ts";
import { addGpuRuntime } from "./addGpuRuntime.ts";
import { addModel } from "./addModel.ts";
import { cancelRectify } from "./cancelRectify.ts";
import { clearFilter, stopSearch } from "./clearFilter.ts";
import { changeSplitter } from "./changeSplitter.ts";
import { checkDataset } from "./checkDataset.ts";
import { compareWithDisk, keepMine, takeTheirs } from "./conflicts.ts";
import { copy } from "./copy.ts";
import { copyPrefix } from "./copyPrefix.ts";
import { copyUnflagged } from "./copyUnflagged.ts";
import { filterRows } from "./filterRows.ts";
import { fixProblems } from "./fixProblems.ts";
import { getEmbeddedModel } from "./getEmbeddedModel.ts";
import { gradeAll } from "./gradeAll.ts";
import { goToRow } from "./goToRow.ts";
import { labelCorrect, labelIncorrect, labelNeutral, labelNone } from "./label.ts";
import { mapFields } from "./mapFields.ts";
import { chooseModel, removeModel, testModel, useModel } from "./models.ts";
import { open } from "./open.ts";
import { openAsDataset } from "./openAsDataset.ts";
import { openAsText } from "./openAsText.ts";
import { openDataset } from "./openDataset.ts";
import { openFolder } from "./openFolder.ts";
import { openSample } from "./openSample.ts";
import { openSettings } from "./openSettings.ts";
import { rectify } from "./rectify.ts";
import { refresh } from "./refresh.ts";
import { removeDataset } from "./removeDataset.ts";
import { revealInExplorer } from "./revealInExplorer.ts";
import { nextRowWhere, previousRowWhere } from "./rowWhere.ts";
import { saveAsJsonl } from "./saveAsJsonl.ts";
import { searchRows } from "./searchRows.ts";
import { setGold } from "./setGold.ts";
import { showChanges } from "./showChanges.ts";
import { showLog } from "./showLog.ts";
import { showPrompt } from "./showPrompt.ts";
import { redo, undo } from "./undo.ts";
import { sortRows } from "./sortRows.ts";

/** Every command by its id: the type makes a missing or an unknown one fail to compile. */
export const commands: { readonly [Id in CommandId]: Command } = {
  openDataset,
  openSample,
  openAsDataset,
  openFolder,
  open,
  refresh,
  removeDataset,
  revealInExplorer,
  copy,
  copyPrefix,
  rectify,
  cancelRectify,
  labelCorrect,
  labelNeutral,
  labelIncorrect,
  labelNone,
  setGold,
  editStep,
  accept,
  nextStep,
  previousStep,
  nextRow,
  previousRow,
  nextRowWhere,
  previousRowWhere,
  nextTrace,
  find,
  filterRows,
  searchRows,
  sortRows,
  clearFilter,
  stopSearch,
  goToRow,
  changeSplitter,
  mapFields,
  checkDataset,
  fixProblems,
  copyUnflagged,
  saveAsJsonl,
  gradeAll,
  undo,
  redo,
  showChanges,
  compareWithDisk,
  keepMine,
  takeTheirs,
  showPrompt,
  openAsText,
  chooseModel,
  useModel,
  addModel,
  testModel,
  removeModel,
  getEmbeddedModel,
  addGpuRuntime,
  openSettings,
  showLog,
};
