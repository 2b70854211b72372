import { createContext } from "preact";

/** What is looked for in the texts below; null where nothing is. */
export const SearchPattern = createContext<RegExp | null>(null);
