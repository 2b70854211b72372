export { jsonEditsToTextEdits } from "./json/edit.ts";
export { mappedFormat } from "./mapping.ts";
export { proposeMapping } from "./proposeMapping.ts";
export { formatById, recogniseRow } from "./recognise.ts";
export { formats } from "./registry.ts";
