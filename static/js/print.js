// On paper a field is what is typed in it, as text: a field cannot go to the next line, nor to the next page.
const MARK = "printed-value";
const FIELDS =
  "main :is(textarea, select, input:not([type=checkbox], [type=radio], [type=hidden], [type=file], [type=password], [type=submit], [type=reset], [type=search], [type=color], [type=range], [data-filter-table]))";
// How wide a sheet on its side is, in pixels of the screen, whose letters are larger than those of the paper.
const WIDEST = 1040;
// Two lines over a column hold as many letters; a longer name is begun there, and written whole under the table.
const UPRIGHT = 64;
const BEGUN = 44;
/** @type {PageElement[]} */
let opened = [];

/** Fields are written as text, and what is folded is unfolded, as long as the printer reads the page. */
export function setUpPrinting() {
  addEventListener("beforeprint", layOut);
  addEventListener("afterprint", putBack);
}

function layOut() {
  putBack();
  for (const field of document.querySelectorAll(FIELDS)) writeValue(field);
  for (const grid of document.querySelectorAll("main .grid")) numberHeads(grid);
  for (const table of document.querySelectorAll("main table")) table.style.zoom = String(shrunk(table));
  // Other browsers unfold by the style sheet alone, which asks nothing of the server.
  if (CSS.supports("selector(details::details-content)")) return;
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const folded of opened) folded.open = true;
}

function putBack() {
  for (const written of document.querySelectorAll(`.${MARK}`)) written.remove();
  for (const table of document.querySelectorAll("main table")) table.style.zoom = "";
  for (const folded of opened) folded.open = false;
  opened = [];
}

// A browser shrinks a page that is a little too wide, and cuts it beyond: a table of forty columns is drawn smaller.
/** @param {PageElement} table */
function shrunk(table) {
  return Math.min(1, WIDEST / Math.max(table.scrollWidth, 1));
}

/** @param {PageElement} grid */
function numberHeads(grid) {
  const heads = [...grid.querySelectorAll("thead th > span")].filter((head) => head.textContent.length > UPRIGHT);
  if (!heads.length) return;
  const names = marked("ol");
  for (const [rank, head] of heads.entries()) {
    const begun = marked("span");
    begun.textContent = `${rank + 1}. ${head.textContent.slice(0, BEGUN).replace(/[^\p{L}\p{N}]+[\p{L}\p{N}]*$/u, "")}…`;
    head.after(begun);
    const name = document.createElement("li");
    name.textContent = head.textContent;
    names.append(name);
  }
  (grid.closest(".grid-sheet") ?? grid).after(names);
}

/** @param {string} tag @returns {HTMLElement} what is there only as long as the printer reads the page */
function marked(tag) {
  const written = document.createElement(tag);
  written.className = MARK;
  return written;
}

/** @param {PageElement} field */
function writeValue(field) {
  const text = shownValue(field);
  if (!text) return;
  const written = marked("span");
  written.textContent = text;
  field.after(written);
}

/** @param {PageElement} field @returns {string} */
function shownValue(field) {
  if (field.tagName === "SELECT") return [...field.selectedOptions].map((each) => each.label.trim()).join(", ");
  if (field.type === "date" && field.value) return field.value.split("-").reverse().join("/");
  return field.value;
}
