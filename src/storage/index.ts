export { openDataset } from "./openDataset.ts";
