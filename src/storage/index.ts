export { openDataset } from "./openDataset.ts";
export { ripgrepPath } from "./ripgrepPath.ts";
export { stateFolder } from "./stateFolder.ts";
