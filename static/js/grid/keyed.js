/** Values given by keys and by a palette: the page then goes on to the next cell, down or to the right as preferred. */
import { FILLING, filled, lineToFill } from "./filling.js";
import { beside, stepFrom } from "./stepping.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { GridPage } from "./page.js"
 */

/** Where the preferred direction, and what Enter does, are kept on this device. */
const KEPT = "sacoche-entry";
const ENTER = "sacoche-entry-enter";
/** @type {Record<string, [number, number]>} */
const WAYS = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] };
/** The digit keys above the letters give other signs on a French keyboard without Shift. */
const DIGIT = /^(?:Digit|Numpad)([0-9])$/;

export class KeyedEntry {
  /** What the next value fills, rather than one cell. @type {import("./filling.js").Line | null} */
  #filling = null;
  /** @type {Value | null} */
  #last = null;

  /** @param {GridPage} page @param {HTMLElement} palette buttons of the values, the lines to fill, the direction */
  constructor(page, palette) {
    this.page = page;
    this.palette = palette;
    this.alphabet = page.table.alphabet;
    palette.addEventListener("click", (event) => this.press(event.target.closest("button")));
    palette.addEventListener("change", ({ target }) => this.#prefer(target));
    for (const input of palette.querySelectorAll("[name=entry-direction]")) input.checked = input.value === kept(KEPT);
    for (const input of palette.querySelectorAll("[name=entry-enter]")) input.checked = kept(ENTER) === "down";
    page.cards.root.addEventListener("keydown", (event) => {
      if (!event.target.matches("select, input") && !isOfButtons(event)) this.answer(event);
    });
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the entry */
  answer(event) {
    const action = event.altKey ? null : this.#actionOf(event);
    if (!action) return false;
    event.preventDefault();
    action();
    return true;
  }

  /** @param {KeyboardEvent} event @returns {(() => unknown) | null} */
  #actionOf(event) {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) return null;
    if (key === "enter") return () => this.#enter();
    if (key === "escape") return () => this.#leave();
    if (key === " ") return () => this.#repeat();
    if (key in FILLING) return () => this.#fill(FILLING[key]);
    const digit = DIGIT.exec(event.code)?.[1];
    const value = this.alphabet.keys.get(digit ?? key);
    if (value !== undefined) return () => this.give(value);
    return digit ? () => this.page.say(`Aucun code n'a la touche ${digit}.`) : null;
  }

  /** What a button does. @param {{dataset: Record<string, string>} | null} button of the palette */
  press(button) {
    if (!button) return;
    const { value, fill, move, save } = button.dataset;
    if (save !== undefined) this.page.saver.save();
    else if (move !== undefined) this.page.view.show(beside(this.page.model, this.cell, WAYS[move]));
    else if (fill !== undefined) {
      this.#fill(FILLING[fill]);
      this.page.view.show(this.cell);
    } else if (value !== undefined) this.give(this.alphabet.read(value));
  }

  /** The cell that the next value is for. */
  get cell() {
    const { table, cards, view, panel } = this.page;
    return view === cards ? cards.place : (table.numberOf(table.current) ?? panel.cell);
  }

  /** @param {Value} value */
  give(value) {
    this.#mark(value);
    if (this.#filling) return this.#giveToLine(this.#filling, value);
    if (this.page.block.isOpen) return this.#giveToBlock(this.page.block.rows.flat(), value);
    const { cell } = this;
    // It is said why, and the focus stays where that is read.
    if (this.page.model.isLocked(cell)) return this.page.onChange([]);
    this.page.onChange(this.page.model.setCells(new Map(this.#withMates(cell).map((each) => [each, value]))));
    if (value === this.alphabet.blank) return this.page.view.show(cell);
    this.#last = value;
    const next = stepFrom(this.page.model, cell, kept(KEPT) === "right");
    if (next === null) this.page.say("Dernière case.");
    this.page.view.show(next ?? cell);
  }

  /** The cell, and those of who shares the marks of its pupil. @param {number} cell */
  #withMates(cell) {
    const { mates, model } = this.page;
    const [pupil, thing] = model.keyOf(cell);
    const cells = mates.of(pupil).map((mate) => model.cellOf(mate, thing));
    return [cell, ...cells.filter((each) => each !== null)];
  }

  /** @param {import("./filling.js").Line} line @param {Value} value */
  #giveToLine(line, value) {
    const { model, table } = this.page;
    const cells = lineToFill(model, this.cell, line);
    this.#fill(null);
    this.page.onChange(model.setCells(new Map(cells.map((cell) => [cell, value])), table.subject.gestures[line]));
    this.page.say(filled(cells.length));
    this.page.view.show(this.cell);
  }

  /** Every cell of the block, whatever it holds. @param {number[]} cells @param {Value} value */
  #giveToBlock(cells, value) {
    this.page.onChange(this.page.model.setCells(new Map(cells.map((cell) => [cell, value]))));
    this.page.view.show(this.cell);
  }

  /** Saves, or goes down, as preferred. */
  #enter() {
    if (kept(ENTER) !== "down") return this.page.saver.save();
    const next = stepFrom(this.page.model, this.cell, false);
    if (next === null) this.page.say("Dernière case.");
    else this.page.view.show(next);
  }

  /** @param {PageElement} input */
  #prefer(input) {
    if (input.name === "entry-enter") keep(ENTER, input.checked ? "down" : "save");
    else keep(KEPT, input.value);
  }

  #repeat() {
    if (this.#last === null) this.page.say("Aucun code n'a encore été donné.");
    else this.give(this.#last);
  }

  /** @param {import("./filling.js").Line | null} line what the next value fills; asked twice, nothing */
  #fill(line) {
    this.#filling = this.#filling === line ? null : line;
    for (const button of this.palette.querySelectorAll("[data-fill]"))
      button.setAttribute("aria-pressed", String(FILLING[button.dataset.fill] === this.#filling));
    if (this.#filling) this.page.say("Donnez le code des cases vides ; Échap pour renoncer.");
  }

  #leave() {
    if (this.#filling) this.#fill(null);
    else this.page.part("leave").click();
  }

  /** The value given last stands out. @param {Value} value */
  #mark(value) {
    for (const button of this.palette.querySelectorAll("[data-value]"))
      button.classList.toggle("is-last", button.dataset.value === String(value));
  }
}

/** @param {KeyboardEvent} event what a button answers by itself */
function isOfButtons({ key }) {
  return key === "Enter" || key === " ";
}

/** "down" when nothing is kept of the direction. @param {string} name @returns {string} */
function kept(name) {
  try {
    return localStorage[name] ?? (name === KEPT ? "down" : "save");
  } catch {
    return name === KEPT ? "down" : "save";
  }
}

/** @param {string} name @param {string} value */
function keep(name, value) {
  try {
    localStorage[name] = value;
  } catch {
    // A browser that keeps nothing asks again on the next page.
  }
}
