/** « Valider les items ». */
import { openGrid } from "../grid/page.js";
import { ITEM_WORDS } from "./words.js";

document.querySelector("[data-grid-part=percentages]").addEventListener("change", ({ target }) => {
  document.body.classList.toggle("with-percentages", target.checked);
});
await openGrid(ITEM_WORDS);
