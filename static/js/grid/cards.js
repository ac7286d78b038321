/**
 * The grid on a phone: one pupil at a time (or one thing), a line per cell, large targets.
 *
 * Another way of showing the same model: a change made here is undone, saved and settled as one
 * made in the table. Only what is in sight is built.
 */
import { arrowButtons, nameArrow } from "./card-arrows.js";
import { cardLine, make, paintLine } from "./card-parts.js";
import { cleanText } from "./columns.js";
import { onSwipe } from "./swipe.js";
import { count } from "./words.js";

/** @import { Details } from "./page.js" */
/** @import { Arrow } from "./shape.js" */

const PUPIL = { goTo: "Aller à un élève", previous: "Élève précédent", next: "Élève suivant" };

export class GridCards {
  /**
   * @param {HTMLElement} root of the view
   * @param {import("./table.js").GridTable} table names of pupils, things and sections
   * @param {(cells: number[]) => void} onChange called after each gesture with the cells it changed
   * @param {(sentence: string) => void} say tells a screen reader
   * @param {Details | null} details what helps to decide on a cell, when there is something
   */
  constructor(root, table, onChange, say, details) {
    /** How arrows behave, as the person chose. @type {() => boolean} */
    this.fillsOnly = () => false;
    this.root = root;
    this.table = table;
    this.model = table.model;
    this.onChange = onChange;
    this.say = say;
    this.details = details;
    /** The arrows in sight, by the number that their button holds. @type {Arrow[]} */
    this.arrows = [];
    this.isByPupil = true;
    this.position = 0;
    /** @type {number | null} */
    this.current = null;
    this.#listen();
    this.#fillMenu();
  }

  /** @param {string} name */
  part(name) {
    return this.root.querySelector(`[data-cards="${name}"]`);
  }

  #listen() {
    this.root.addEventListener("change", (event) => this.#onInput(event.target));
    this.root.addEventListener("focusin", (event) => this.#noteFocus(event.target));
    this.part("previous").addEventListener("click", () => this.#go(this.position - 1));
    this.part("next").addEventListener("click", () => this.#go(this.position + 1));
    this.part("list").addEventListener("click", (event) => this.#pull(event.target.closest("[data-arrow]")));
    onSwipe(this.root, { left: () => this.#go(this.position + 1), right: () => this.#go(this.position - 1) });
  }

  /** @param {PageElement} input */
  #onInput(input) {
    if (input.name === "cards-mode") this.#turn(input.value === "pupil");
    else if (input === this.part("menu")) this.#go(Number(input.value));
    else if (input.closest("[data-cell]")) this.#change(this.#cellOf(input), input.value);
  }

  /** @param {number} cell @param {string} text */
  #change(cell, text) {
    const value = this.model.isTyped(cell) ? cleanText(text) : this.table.alphabet.read(text);
    this.onChange(this.model.setCell(cell, value));
  }

  /** @param {PageElement} element */
  #cellOf(element) {
    return Number(element.closest("[data-cell]")?.dataset.cell);
  }

  /** @param {PageElement} element */
  #noteFocus(element) {
    if (!element.closest("[data-cell]")) return;
    this.current = this.#cellOf(element);
    this.#markCurrent();
  }

  /** @param {PageElement | null} button */
  #pull(button) {
    if (!button) return;
    const arrow = this.arrows[Number(button.dataset.arrow)];
    const isCompleting = button.dataset.complete !== undefined;
    this.onChange(isCompleting ? this.model.complete(arrow) : this.model.pullArrow(arrow, this.fillsOnly()));
  }

  get #slides() {
    return (this.isByPupil ? this.table.pupils : this.table.things).map(({ name }) => name);
  }

  /** Whether what is shown at a time is a column of the table. */
  get #isByColumn() {
    return this.isByPupil !== this.table.subject.pupilsAreRows;
  }

  /** From one pupil at a time to one thing, or back, around the cell looked at last. @param {boolean} isByPupil */
  #turn(isByPupil) {
    const places = this.table.placesOf(this.place);
    this.isByPupil = isByPupil;
    this.position = isByPupil ? places.pupil : places.thing;
    this.#fillMenu();
    this.render();
  }

  #fillMenu() {
    this.part("menu").replaceChildren(...this.#slides.map((name, position) => new Option(name, String(position))));
    const words = this.isByPupil ? PUPIL : this.table.words;
    this.part("menu").setAttribute("aria-label", words.goTo);
    this.part("previous").setAttribute("aria-label", words.previous);
    this.part("next").setAttribute("aria-label", words.next);
  }

  /** The line looked at last is there again, for the next one. @param {number} position */
  #go(position) {
    if (position < 0 || position >= this.#slides.length) return;
    const before = this.current;
    this.position = position;
    this.current = before === null ? null : this.#beside(before);
    this.render();
    if (this.current !== null) this.#lineOf(this.current)?.scrollIntoView({ block: "nearest" });
    else if (this.root.getBoundingClientRect().top < 0) this.root.scrollIntoView();
    this.#markCurrent();
    this.say(`${this.#slides[position]}, ${this.part("count").textContent}`);
  }

  /** The cell of this slide on the line of another one. @param {number} cell */
  #beside(cell) {
    const { row, column } = this.model.positionOf(cell);
    return this.#isByColumn ? this.model.cellAt(row, this.position) : this.model.cellAt(this.position, column);
  }

  /** @param {number} cell @returns {PageElement | null} */
  #lineOf(cell) {
    return this.root.querySelector(`[data-cell="${cell}"]`);
  }

  #markCurrent() {
    for (const line of this.part("list").querySelectorAll("[data-cell]"))
      line.classList.toggle("is-current", this.#cellOf(line) === this.current);
  }

  /** The cell looked at last, or the first in sight. */
  get place() {
    return this.current ?? this.#cells()[0];
  }

  /** The cells in sight, in the order shown. */
  #cells() {
    const { rows, columns } = this.model;
    return this.#isByColumn
      ? rows.map((_, row) => this.model.cellAt(row, this.position))
      : columns.map((_, column) => this.model.cellAt(this.position, column));
  }

  render() {
    const slides = this.#slides;
    this.part("title").textContent = slides[this.position];
    this.part("menu").value = String(this.position);
    this.part("previous").setAttribute("aria-disabled", String(this.position === 0));
    this.part("next").setAttribute("aria-disabled", String(this.position === slides.length - 1));
    this.arrows = [];
    this.part("list").replaceChildren(...this.#sections());
    this.#refresh();
  }

  #sections() {
    if (!this.#isByColumn) return [this.#section(this.table.rows[this.position].section, this.#cells())];
    return this.table.sections.map((_, section) =>
      this.#section(
        section,
        this.#cells().filter((_cell, row) => this.table.rows[row].section === section),
      ),
    );
  }

  /** @param {number} section @param {number[]} cells */
  #section(section, cells) {
    const element = make("section", "cards-section");
    const head = make("div", "cards-section-head");
    const title = make("h3", "", this.table.sections[section]);
    head.append(title);
    const arrow = this.#arrow(section);
    if (!this.table.subject.isKeyed && this.model.cellsOf(arrow).length > 0) head.append(...this.#arrowButtons(arrow));
    element.append(head, ...cells.map((cell) => cardLine(this.table, cell, this.isByPupil, this.details)));
    return element;
  }

  /** @param {Arrow} arrow */
  #arrowButtons(arrow) {
    return arrowButtons(this.arrows.push(arrow) - 1);
  }

  /** @param {number} section */
  #arrow(section) {
    return this.#isByColumn ? this.table.columnArrow(section, this.position) : this.table.rowArrow(this.position);
  }

  /** @param {number[]} cells that changed, in sight or not */
  paint(cells) {
    if (cells.length > 0) this.#refresh();
  }

  #refresh() {
    const cells = this.#cells();
    for (const line of this.part("list").querySelectorAll("[data-cell]"))
      this.#paintLine(line, Number(line.dataset.cell));
    for (const button of this.part("list").querySelectorAll("[data-arrow]")) this.#nameArrow(button);
    const blank = cells.filter((cell) => this.model.isBlank(cell)).length;
    const words = [`${this.position + 1} / ${this.#slides.length}`, count(blank, ...this.table.words.blank)];
    if (this.#isByColumn) words.push(...this.table.notesOf(this.position));
    if (this.isByPupil) words.push(this.table.pupils[this.position].apart ?? "");
    this.part("count").textContent = words.filter(Boolean).join(" · ");
  }

  /** @param {PageElement} line @param {number} cell */
  #paintLine(line, cell) {
    paintLine(this.table, line, cell, this.#isByColumn ? [] : this.table.notesOf(this.model.positionOf(cell).column));
  }

  /** @param {PageElement} button */
  #nameArrow(button) {
    nameArrow(this.table, button, this.arrows[Number(button.dataset.arrow)], this.fillsOnly());
  }

  /** The slide that holds a cell, with the cell under the focus. @param {number} cell */
  show(cell) {
    const { pupil, thing } = this.table.placesOf(cell);
    const position = this.isByPupil ? pupil : thing;
    if (position !== this.position) this.#go(position);
    const line = this.#lineOf(cell);
    if (line) (line.querySelector("input:checked:enabled, .cards-mark") ?? line.querySelector("button")).focus();
  }

  /** Pupil after pupil, or thing after thing, from the cell looked at last or the first in sight. */
  nextUndecided() {
    const { rows } = this.model;
    if (!this.#isByColumn) return this.model.nextUndecided(this.current ?? this.#cells()[0] - 1);
    const { row, column } = this.model.positionOf(this.current ?? this.#cells()[0]);
    const from = column * rows.length + row - (this.current === null ? 1 : 0);
    return this.model.nextUndecided(from, (rank) =>
      this.model.cellAt(rank % rows.length, Math.floor(rank / rows.length)),
    );
  }
}
