import { createContext } from "preact";
import type { RowSearch, TextSearch } from "../text/search.ts";

/** What is looked for in the row below; null where nothing is. */
export const SearchedRow = createContext<RowSearch | null>(null);

/** What is looked for in the text below; null where nothing is, as in texts that the file doesn't hold. */
export const SearchedText = createContext<TextSearch | null>(null);
