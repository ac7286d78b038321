/** Several wholes one under another, each under a head that folds it and says what is blank in it. */

/**
 * @import { GridModel } from "./model.js"
 * @import { GridPage } from "./page.js"
 */

/**
 * @typedef {object} Whole
 * @property {HTMLTableSectionElement} head
 * @property {HTMLButtonElement} fold
 * @property {HTMLTableSectionElement[]} bodies its parts
 * @property {number[]} rows
 */

/** @param {GridPage} page @returns {Wholes | null} null in a grid of one */
export function makeWholes(page) {
  return page.table.table.querySelector("[data-whole]") ? new Wholes(page) : null;
}

export class Wholes {
  /** @param {GridPage} page */
  constructor(page) {
    this.page = page;
    this.all = readWholes(page);
    const { table } = page.table;
    page.table.unfold = (body) => this.#reveal(body);
    table.addEventListener("click", (event) => this.#press(event.target.closest(".whole-fold")));
    table.addEventListener("keydown", (event) => this.#onKey(event));
    page.part("fold-all").addEventListener("click", () => this.#turnAll(false));
    page.part("unfold-all").addEventListener("click", () => this.#turnAll(true));
    this.showCounts();
  }

  /** @param {HTMLElement | null} button */
  #press(button) {
    const whole = this.all.find(({ fold }) => fold === button);
    if (whole) this.#turn(whole, isFolded(whole));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !["-", "+"].includes(event.key)) return;
    event.preventDefault();
    const whole = this.#current;
    this.#turn(whole, event.key === "+");
    if (event.key === "-") whole.fold.focus();
    else this.page.table.focus(this.page.table.current);
  }

  get #current() {
    const focused = /** @type {PageElement} */ (document.activeElement);
    const fold = focused?.closest(".whole-fold");
    const body = this.page.table.current.closest("tbody");
    return this.all.find((whole) => (fold ? whole.fold === fold : whole.bodies.includes(body))) ?? this.all[0];
  }

  /** @param {Whole} whole @param {boolean} isOpen */
  #turn(whole, isOpen) {
    for (const body of whole.bodies) body.hidden = !isOpen;
    whole.fold.setAttribute("aria-expanded", String(isOpen));
  }

  /** @param {boolean} isOpen */
  #turnAll(isOpen) {
    for (const whole of this.all) this.#turn(whole, isOpen);
  }

  /** What is gone to is never folded. @param {HTMLTableSectionElement} body */
  #reveal(body) {
    const whole = this.all.find(({ bodies }) => bodies.includes(body));
    if (whole) this.#turn(whole, true);
  }

  /** To the whole after the one of the focus, or before it: its first blank cell. @param {string} rel next, prev */
  go(rel) {
    const place = this.all.indexOf(this.#current) + (rel === "next" ? 1 : -1);
    const whole = this.all[place];
    if (!whole) return false;
    const { model, view } = this.page;
    const cells = cellsOf(model, whole);
    view.show(cells.find((cell) => model.isBlank(cell)) ?? cells[0]);
    return true;
  }

  /** What is blank, under each column and in all. */
  showCounts() {
    const { model } = this.page;
    for (const whole of this.all) {
      const places = [...whole.head.rows[0].cells];
      const blanks = model.columns.map((_, column) => blanksOf(model, whole, column));
      for (const [column, blank] of blanks.entries()) show(places[column], blank === 0 ? "✓" : String(blank));
      const blank = blanks.reduce((sum, number) => sum + number, 0);
      const all = whole.rows.length * model.columns.length;
      show(whole.head.querySelector(".whole-done"), `${Math.floor(((all - blank) * 100) / all)} %`);
    }
  }
}

/** @param {GridPage} page @returns {Whole[]} */
function readWholes({ table }) {
  /** @type {Whole[]} */
  const all = [];
  for (const body of table.table.tBodies) {
    if (body.dataset.whole !== undefined)
      all.push({ head: body, fold: body.querySelector(".whole-fold"), bodies: [], rows: [] });
    else all[all.length - 1]?.bodies.push(body);
  }
  for (const [row, { line }] of table.rows.entries())
    all.find(({ bodies }) => bodies.includes(line.closest("tbody")))?.rows.push(row);
  return all;
}

/** @param {Whole} whole */
function isFolded({ bodies }) {
  return bodies[0].hidden !== false;
}

/** @param {GridModel} model @param {Whole} whole */
function cellsOf(model, { rows }) {
  return rows.flatMap((row) => model.columns.map((_, column) => model.cellAt(row, column)));
}

/** @param {GridModel} model @param {Whole} whole @param {number} column */
function blanksOf(model, { rows }, column) {
  return rows.filter((row) => model.isBlank(model.cellAt(row, column))).length;
}

/** @param {HTMLElement} element @param {string} words */
function show(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
