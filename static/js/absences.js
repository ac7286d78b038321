/** « Absences / Retards »: arrows from cell to cell, a block pasted from a spreadsheet, faults told as one types. */
import { blockOf, faultOf } from "./absences/figures.js";
import { count } from "./grid/words.js";

/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const form = document.querySelector("[data-absences]");
if (form?.querySelector("tbody")) setUp(form);

/** @param {PageElement} page */
function setUp(page) {
  const said = page.querySelector("[data-said]");
  const rows = [...page.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td input")]);
  page.addEventListener(
    "focusin",
    (/** @type {On<FocusEvent>} */ { target }) => placeOf(rows, target) && target.select(),
  );
  page.addEventListener("keydown", (/** @type {On<KeyboardEvent>} */ event) => move(rows, event));
  page.addEventListener("input", (/** @type {On<Event>} */ { target }) => tell(rows, target, said));
  page.addEventListener("paste", (/** @type {On<ClipboardEvent>} */ event) => paste(rows, event, said));
}

/** @param {PageElement[][]} rows @param {PageElement} cell @returns {[number, number] | null} */
function placeOf(rows, cell) {
  const row = rows.findIndex((cells) => cells.includes(cell));
  return row < 0 ? null : [row, rows[row].indexOf(cell)];
}

/** @param {PageElement[][]} rows @param {On<KeyboardEvent>} event */
function move(rows, event) {
  const step = STEPS[event.key];
  const place = placeOf(rows, event.target);
  if (!step || !place || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (step[1] !== 0 && !isAtEdge(event.target, step[1])) return;
  // Enter would send the form: the button does.
  event.preventDefault();
  rows[place[0] + step[0]]?.[place[1] + step[1]]?.focus();
}

/**
 * Whether an arrow to the side would leave the cell: all of it is selected, or nothing is left to go over.
 * @param {PageElement} cell
 * @param {number} side
 */
function isAtEdge(cell, side) {
  const { selectionStart: start, selectionEnd: end, value } = cell;
  if (start === 0 && end === value.length) return true;
  return start === end && start === (side < 0 ? 0 : value.length);
}

/** @param {PageElement[][]} rows @param {PageElement} cell @param {PageElement} said */
function tell(rows, cell, said) {
  const place = placeOf(rows, cell);
  if (!place) return;
  const cells = rows[place[0]];
  const fault = faultOf(cells.map(({ value }) => value));
  for (const each of cells) {
    if (fault) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
    each.classList.toggle("is-changed", each.value !== each.defaultValue);
  }
  const shown = cell.closest("tr").querySelector("[data-fault]");
  shown.textContent = fault;
  shown.hidden = fault === "";
  said.textContent = fault;
}

/** @param {PageElement[][]} rows @param {On<ClipboardEvent>} event @param {PageElement} said */
function paste(rows, event, said) {
  const place = placeOf(rows, event.target);
  const block = blockOf(event.clipboardData?.getData("text/plain") ?? "");
  if (!place || (block.length === 1 && block[0].length === 1)) return;
  event.preventDefault();
  let filled = 0;
  let outside = 0;
  for (const [down, line] of block.entries()) {
    for (const [right, value] of line.entries()) {
      const cell = rows[place[0] + down]?.[place[1] + right];
      if (cell) {
        cell.value = value;
        cell.dispatchEvent(new Event("input", { bubbles: true }));
        filled += 1;
      } else outside += 1;
    }
  }
  const lost = outside > 0 ? ` ${count(outside, "hors du tableau, ignorée", "hors du tableau, ignorées")}.` : "";
  said.textContent = `${count(filled, "case collée", "cases collées")}.${lost}`;
}
