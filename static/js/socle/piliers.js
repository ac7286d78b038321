/** « Valider les compétences ». */
import { openGrid } from "../grid/page.js";
import { Details } from "./details.js";
import { PILIER_WORDS } from "./words.js";

await openGrid(PILIER_WORDS, (table, url) => new Details(table, url));
