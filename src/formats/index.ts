export { jsonEditsToTextEdits } from "./json/edit.ts";
export { fieldFacts } from "./fieldFacts.ts";
export { MappingError } from "./mappingError.ts";
export { hasField, mappedFormat, mappingComplaints, missingFields } from "./mapping.ts";
export { proposeMapping } from "./proposeMapping.ts";
export { formatById, recogniseRow } from "./recognise.ts";
export { formats } from "./registry.ts";
export { numberLabels } from "./zeroLabel.ts";
