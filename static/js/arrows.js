/** One tab stop for a whole table; the arrows move inside, over the cells that hold nothing to reach. */

/** @type {Record<string, number[]>} */
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * @param {HTMLTableElement} table
 * @param {string} focusable what a cell holds at most one of
 * @param {() => HTMLTableRowElement[]} rowsOf the rows that the arrows go through
 */
export function moveWithArrows(table, focusable, rowsOf) {
  setTabStop(table, focusable, table.querySelector("tbody input"));
  table.addEventListener("focusin", ({ target }) => target.matches(focusable) && reach(table, target));
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(focusable)) return;
    event.preventDefault();
    neighbour(event.target, step, rowsOf(), focusable)?.focus();
  });
}

/**
 * After rows were replaced: `element`, or nothing, is the only tab stop again.
 * @param {HTMLTableElement} table
 * @param {string} focusable
 * @param {HTMLElement | null | undefined} element
 */
export function setTabStop(table, focusable, element) {
  for (const other of table.querySelectorAll(focusable)) other.tabIndex = -1;
  if (element) element.tabIndex = 0;
}

/** @param {HTMLTableElement} table @param {HTMLElement} element */
function reach(table, element) {
  for (const other of table.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  element.tabIndex = 0;
}

/** @param {PageElement} element @param {number[]} step @param {HTMLTableRowElement[]} rows @param {string} focusable */
function neighbour(element, [down, right], rows, focusable) {
  let y = rows.indexOf(element.closest("tr"));
  let x = element.closest("td, th").cellIndex;
  for (;;) {
    [y, x] = [y + down, x + right];
    const cell = rows[y]?.cells[x];
    if (!cell) return null;
    const found = cell.querySelector(focusable);
    if (found) return found;
  }
}
