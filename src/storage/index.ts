export { openDataset } from "./openDataset.ts";
export { ripgrepPath } from "./search/ripgrepPath.ts";
export { stateFolder } from "./sharing/stateFolder.ts";
