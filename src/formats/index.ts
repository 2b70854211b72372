export { jsonEditsToTextEdits } from "./json/edit.ts";
export { mappedFormat, proposeMapping } from "./mapping.ts";
export { formatById, recogniseRow } from "./recognise.ts";
export { formats } from "./registry.ts";
