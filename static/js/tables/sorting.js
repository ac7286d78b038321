// Heads of tables sort their rows, by a click or the keyboard; the order stays in the address (« ?tri=-2 »).
// A list that is cut in pages is sorted by the server, and so is left alone; and what is put in order by hand.
import { compare, readOrder, worth } from "./values.js";

const LEFT_ALONE =
  "[data-unsorted], .pairs, .grid, .scale-table, [role=grid], :has(thead :is(a, button, [rowspan], [colspan]))";

/** @param {Document | PageElement} root */
export function makeSortable(root) {
  const tables = [...root.querySelectorAll("main table.table")].filter(isSortable);
  for (const table of tables) {
    for (const head of headsOf(table)) addButton(table, head);
    const order = readOrder(new URLSearchParams(location.search).get(nameOf(table)), headsOf(table).length);
    if (order) put(table, order.column, order.isDown);
  }
}

/** @param {PageElement} table */
function isSortable(table) {
  if (table.matches(LEFT_ALONE) || table.tHead?.rows.length !== 1) return false;
  if (table.closest(".card, section, main")?.querySelector("nav[aria-label='Pages de la liste']")) return false;
  if (table.querySelector("tbody :is([rowspan], textarea, select, input:not([type=checkbox], [type=hidden]))"))
    return false;
  // Rows stay under the title of their block: one at most, at the top of its body.
  if ([...table.tBodies].some((body) => lines(body).length < body.rows.length - (hasTitle(body) ? 1 : 0))) return false;
  return [...table.tBodies].some((body) => lines(body).length > 1);
}

/** @param {PageElement} table @returns {HTMLTableCellElement[]} */
function headsOf(table) {
  return [...(table.tHead?.rows[0]?.cells ?? [])];
}

/** @param {HTMLTableSectionElement} body */
function hasTitle(body) {
  return [...(body.rows[0]?.cells ?? [])].some((cell) => cell.colSpan > 1);
}

/** The rows that hold a cell under each head: not the titles of blocks. @param {HTMLTableSectionElement} body */
function lines(body) {
  return [...body.rows].filter((row) => ![...row.cells].some((cell) => cell.colSpan > 1));
}

/** @param {PageElement} table @param {HTMLTableCellElement} head */
function addButton(table, head) {
  if (!head.textContent?.trim() || head.querySelector(".visually-hidden")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const isDown = head.getAttribute("aria-sort") === "ascending";
    put(table, head.cellIndex, isDown);
    remember(table, head.cellIndex, isDown);
  });
}

/** @param {PageElement} table @param {number} column @param {boolean} isDown */
function put(table, column, isDown) {
  for (const head of headsOf(table)) head.removeAttribute("aria-sort");
  headsOf(table)[column].setAttribute("aria-sort", isDown ? "descending" : "ascending");
  // Blocks keep their places: pupils are sorted in their class.
  for (const body of table.tBodies) {
    const known = lines(body).map((row) => ({ row, value: worth(textOf(row.cells[column])) }));
    known.sort((one, other) => compare(one.value, other.value, isDown));
    body.append(...known.map((each) => each.row));
  }
}

/** @param {HTMLTableCellElement | undefined} cell @returns {string} */
function textOf(cell) {
  return cell?.dataset.sort ?? cell?.textContent ?? "";
}

/** @param {PageElement} table @param {number} column @param {boolean} isDown */
function remember(table, column, isDown) {
  const address = new URL(location.href);
  address.searchParams.set(nameOf(table), `${isDown ? "-" : ""}${column + 1}`);
  history.replaceState(history.state, "", address);
}

/** The name of the order in the address: a page may have several tables. @param {PageElement} table */
function nameOf(table) {
  const rank = [...document.querySelectorAll("main table.table")].indexOf(table);
  return rank > 0 ? `tri${rank + 1}` : "tri";
}
