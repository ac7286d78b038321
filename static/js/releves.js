// A table of a class from the keyboard: arrows go, a click or Enter explains, Space ticks, a head sorts. A chart: its
// points are read one by one. Without a script, every figure is still a button that explains itself.

const panel = document.getElementById("explication");

/** What a margin says of itself stands where explanations stand.
 * @param {string} sentence
 */
function tell(sentence) {
  if (!panel) return;
  const card = document.createElement("p");
  card.className = "card";
  card.textContent = sentence;
  panel.replaceChildren(card);
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-told]") : null;
  if (button instanceof HTMLElement) tell(button.dataset.told ?? "");
  if (event.target instanceof Element && event.target.closest("[data-close]")) panel?.replaceChildren();
});

for (const jump of document.querySelectorAll("[data-jump] select")) {
  jump.addEventListener("change", () => /** @type {HTMLSelectElement} */ (jump).form?.requestSubmit());
}

// --- Tables of a class ---------------------------------------------------------------------------------------------

const STEPS = /** @type {Record<string, [number, number]>} */ ({
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
});

/** @param {HTMLTableElement} table */
function listenTo(table) {
  const first = table.querySelector("tbody button");
  if (first instanceof HTMLElement) first.tabIndex = 0;
  table.addEventListener("keydown", (event) => onKey(table, event));
  table.addEventListener("click", (event) => {
    const head = event.target instanceof Element ? event.target.closest("[data-sort]") : null;
    if (head instanceof HTMLElement) sortBy(table, Number(head.dataset.sort));
  });
}

/**
 * @param {HTMLTableElement} table
 * @param {KeyboardEvent} event
 */
function onKey(table, event) {
  const button = event.target;
  if (!(button instanceof HTMLButtonElement) || !(button.parentElement instanceof HTMLTableCellElement)) return;
  if (event.key === " " && button.name === "case") {
    event.preventDefault();
    tick(button);
  }
  const step = STEPS[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const cell = button.parentElement;
  const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
  move(table, button, row.rowIndex, cell.cellIndex, step);
}

/**
 * To the next button that way; cells without a figure are passed over.
 * @param {HTMLTableElement} table
 * @param {HTMLButtonElement} from
 * @param {number} row
 * @param {number} column
 * @param {[number, number]} step
 */
function move(table, from, row, column, step) {
  for (let y = row + step[0], x = column + step[1]; table.rows[y]?.cells[x]; y += step[0], x += step[1]) {
    const next = table.rows[y].cells[x].querySelector("button");
    if (!next) continue;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    return;
  }
}

/**
 * The rows by this column, best figure first; names from A to Z; who has nothing comes last.
 * @param {HTMLTableElement} table
 * @param {number} column
 */
function sortBy(table, column) {
  const head = table.tHead?.rows[0].cells[column];
  const body = table.tBodies[0];
  if (!head || !body) return;
  const isUp = head.getAttribute("aria-sort") === "descending";
  const isByState = "byState" in table.dataset;
  const rows = [...body.rows].map((row) => ({ row, text: sortedAs(row.cells[column], isByState) }));
  rows.sort((one, other) => compare(one.text, other.text, isUp));
  for (const each of head.parentElement?.children ?? []) each.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
  body.append(...rows.map((each) => each.row));
}

/**
 * What a cell is sorted by: what is written in it, or the rank of its state.
 * @param {{className: string, textContent: string | null}} cell
 * @param {boolean} isByState
 */
export function sortedAs(cell, isByState) {
  const state = isByState ? /\blv-(\d+)/.exec(cell.className) : null;
  return state ? state[1] : (cell.textContent?.trim() ?? "");
}

/**
 * @param {string} one
 * @param {string} other
 * @param {boolean} isUp
 */
export function compare(one, other, isUp) {
  const empty = Number(one === "–") - Number(other === "–");
  if (empty) return empty;
  const figures = [Number(one), Number(other)];
  if (figures.every((figure) => !Number.isNaN(figure))) return (figures[1] - figures[0]) * (isUp ? -1 : 1);
  return one.localeCompare(other, "fr") * (isUp ? -1 : 1);
}

// --- Cells ticked: an évaluation is prepared for them ---------------------------------------------------------------

const ticked = document.querySelector("[data-ticked]");

/** @param {HTMLButtonElement} button */
function tick(button) {
  button.parentElement?.classList.toggle("is-ticked");
  button.setAttribute("aria-pressed", String(button.parentElement?.classList.contains("is-ticked")));
  tellTicked();
}

function tellTicked() {
  if (!(ticked instanceof HTMLElement)) return;
  const cells = [...document.querySelectorAll("td.is-ticked button")].map((each) => each.getAttribute("value") ?? "");
  ticked.hidden = !cells.length;
  const count = ticked.querySelector("[data-ticked-count]");
  if (count) count.textContent = cells.length > 1 ? `${cells.length} cases cochées` : "1 case cochée";
  const link = ticked.querySelector("[data-ticked-evaluate]");
  if (link instanceof HTMLAnchorElement) link.search = new URLSearchParams(evaluationOf(cells)).toString();
  const group = ticked.querySelector("[data-ticked-besoin]");
  if (!(group instanceof HTMLAnchorElement)) return;
  const why = new URLSearchParams(group.search).get("motif") ?? "";
  const made = evaluationOf(cells).filter(([name]) => name !== "item");
  group.search = new URLSearchParams([...made, ["motif", why]]).toString();
}

/**
 * The address of an évaluation of the pupils and the items of these cells, which plans these cells alone.
 * @param {string[]} cells « 12-34 », a pupil and an item
 * @returns {string[][]}
 */
export function evaluationOf(cells) {
  const pupils = new Set(cells.map((each) => each.split("-")[0]));
  const items = new Set(cells.map((each) => each.split("-")[1]));
  return [
    ...[...pupils].map((each) => ["eleve", each]),
    ...[...items].map((each) => ["item", each]),
    ...cells.map((each) => ["case", each]),
  ];
}

ticked?.querySelector("[data-ticked-none]")?.addEventListener("click", () => {
  for (const cell of document.querySelectorAll("td.is-ticked")) {
    cell.classList.remove("is-ticked");
    cell.querySelector("button")?.removeAttribute("aria-pressed");
  }
  tellTicked();
});

for (const table of document.querySelectorAll("table[data-matrix]")) listenTo(/** @type {HTMLTableElement} */ (table));

// --- Charts ---------------------------------------------------------------------------------------------------------

/** @param {HTMLElement} chart */
function listenToChart(chart) {
  const points = [...chart.querySelectorAll(".rel-point")];
  let at = -1;
  chart.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    at = Math.min(Math.max(at + (event.key === "ArrowRight" ? 1 : -1), 0), points.length - 1);
    for (const each of points) each.classList.toggle("is-read", each === points[at]);
    const point = points[at];
    if (!point) return;
    const series = point.closest("[data-series]")?.getAttribute("data-series") ?? "";
    tell(`${series}, ${point.getAttribute("data-place")} : ${point.getAttribute("data-figure")}`);
  });
}

for (const chart of document.querySelectorAll("[data-chart]")) listenToChart(/** @type {HTMLElement} */ (chart));
