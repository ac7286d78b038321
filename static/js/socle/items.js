/** « Valider les items ». */
import { openGrid } from "../grid/page.js";
import { Details } from "./details.js";
import { ITEM_WORDS } from "./words.js";

await openGrid(ITEM_WORDS, (table, url) => new Details(table, url, { fresh: Infinity }));
