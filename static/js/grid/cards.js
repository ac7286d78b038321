/**
 * The grid on a phone: one pupil at a time (or one item), a line per cell, large targets.
 *
 * Another way of showing the same model: a change made here is undone, saved and settled as one
 * made in the table. Only what is in sight is built.
 */
import { onSwipe } from "./swipe.js";
import { count, decisionSentence, massWords } from "./words.js";

const SIGNS = ["✗", "✓", "·"];
const PUPIL = { goTo: "Aller à un élève", previous: "Élève précédent", next: "Élève suivant" };
/** From left to right: validated, not validated, no decision. */
const ORDER = [1, 0, 2];

export class GridCards {
  /**
   * @param {HTMLElement} root of the view
   * @param {import("./table.js").GridTable} table names of pupils, items and domaines
   * @param {(cells: number[]) => void} onChange called after each gesture with the cells it changed
   * @param {(sentence: string) => void} say tells a screen reader
   * @param {import("./details.js").Details | null} details what helps to decide on a cell, when there is something
   */
  constructor(root, table, onChange, say, details) {
    this.root = root;
    this.table = table;
    this.model = table.model;
    this.onChange = onChange;
    this.say = say;
    this.details = details;
    /** The arrows in sight, by the number that their button holds. @type {import("./model.js").Arrow[]} */
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
    else if (input.closest("[data-cell]")) this.onChange(this.model.setCell(this.#cellOf(input), Number(input.value)));
  }

  /** @param {PageElement} element */
  #cellOf(element) {
    return Number(element.closest("[data-cell]")?.dataset.cell);
  }

  /** @param {PageElement} element */
  #noteFocus(element) {
    if (element.closest("[data-cell]")) this.current = this.#cellOf(element);
  }

  /** @param {PageElement | null} button */
  #pull(button) {
    if (button) this.onChange(this.model.pullArrow(this.arrows[Number(button.dataset.arrow)]));
  }

  get #slides() {
    return this.isByPupil ? this.table.pupils.map(({ name }) => name) : this.table.items.map(({ label }) => label);
  }

  /** From one pupil at a time to one item, or back, around the cell looked at last. @param {boolean} isByPupil */
  #turn(isByPupil) {
    const { row, column } = this.model.positionOf(this.current ?? this.#cells()[0]);
    this.isByPupil = isByPupil;
    this.position = isByPupil ? column : row;
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

  /** @param {number} position */
  #go(position) {
    if (position < 0 || position >= this.#slides.length) return;
    this.position = position;
    this.current = null;
    this.render();
    if (this.root.getBoundingClientRect().top < 0) this.root.scrollIntoView();
    this.say(`${this.#slides[position]}, ${this.part("count").textContent}`);
  }

  /** The cell looked at last, or the first in sight. */
  get place() {
    return this.current ?? this.#cells()[0];
  }

  /** The cells in sight, in the order shown. */
  #cells() {
    const { rows, columns } = this.model;
    return this.isByPupil
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
    if (!this.isByPupil) return [this.#section(this.table.items[this.position].section, this.#cells())];
    return this.table.sections.map((_, section) =>
      this.#section(
        section,
        this.#cells().filter((_cell, row) => this.table.items[row].section === section),
      ),
    );
  }

  /** @param {number} section @param {number[]} cells */
  #section(section, cells) {
    const element = make("section", "cards-section");
    const head = make("div", "cards-section-head");
    const title = make("h3", "", this.table.sections[section]);
    const button = make("button", "cards-all");
    button.type = "button";
    button.dataset.arrow = String(this.arrows.push(this.#arrow(section)) - 1);
    head.append(title, button);
    element.append(head, ...cells.map((cell) => this.#line(cell)));
    return element;
  }

  /** @param {number} section */
  #arrow(section) {
    return this.isByPupil
      ? { gesture: "pupil_arrow", section, column: this.position }
      : { gesture: "item_arrow", row: this.position };
  }

  /** @param {number} cell */
  #line(cell) {
    const { pupil, item } = this.table.describe(cell);
    const line = make("div", "cards-line");
    line.dataset.cell = String(cell);
    const words = make("div", "cards-words");
    const label = make("span", "", this.isByPupil ? item : pupil);
    label.id = `cell-${cell}`;
    words.append(label, make("span", "cards-note"), historyButton(pupil, item));
    const choice = make("div", "cards-states");
    choice.setAttribute("role", "radiogroup");
    choice.setAttribute("aria-labelledby", label.id);
    choice.append(...ORDER.map((state) => stateButton(cell, state, this.table.words.states[state])));
    line.append(words, choice);
    if (this.details) words.append(this.#detailsButton(this.details, cell, label, line));
    return line;
  }

  /**
   * What helps to decide on a compétence, under its line.
   * @param {import("./details.js").Details} details
   * @param {number} cell
   * @param {HTMLElement} label
   * @param {HTMLElement} line
   */
  #detailsButton(details, cell, label, line) {
    const button = make("button", "btn-link cards-more", "Ses items");
    button.type = "button";
    button.id = `more-${cell}`;
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-labelledby", `${button.id} ${label.id}`);
    button.addEventListener("click", () => {
      const isOpen = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!isOpen));
      if (isOpen) line.nextElementSibling?.remove();
      else details.fill(placeAfter(line, make("div", "cards-details")), cell);
    });
    return button;
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
    const blue = cells.filter((cell) => this.model.current[cell] === 2).length;
    const words = [`${this.position + 1} / ${this.#slides.length}`, count(blue, "case bleue", "cases bleues")];
    if (this.isByPupil) words.push(...this.table.pupilWords(this.position));
    this.part("count").textContent = words.join(" · ");
  }

  /** @param {PageElement} line @param {number} cell */
  #paintLine(line, cell) {
    line.querySelector(`[value="${this.model.current[cell]}"]`).checked = true;
    line.classList.toggle("unsaved", this.model.unsaved.has(cell));
    const isLocked = this.model.isLocked(cell);
    line.classList.toggle("locked", isLocked);
    for (const input of line.querySelectorAll("input")) input.disabled = isLocked;
    const words = [decisionSentence(this.model, cell)];
    if (!this.isByPupil) words.push(...this.table.pupilWords(this.model.positionOf(cell).column));
    line.querySelector(".cards-note").textContent =
      `${words.filter(Boolean).join(" · ")}${isLocked ? " Verrouillée : une compétence validée est définitive." : ""}`;
  }

  /** @param {PageElement} button */
  #nameArrow(button) {
    const arrow = this.arrows[Number(button.dataset.arrow)];
    const state = this.model.arrowState(arrow);
    if (button.dataset.next === String(state)) return;
    button.dataset.next = String(state);
    const words = massWords({ gesture: arrow.gesture, state, ...this.table.wordsOf(arrow) });
    button.replaceChildren(words.visible, make("span", "visually-hidden", words.rest));
  }

  /** The slide that holds a cell, with the cell under the focus. @param {number} cell */
  show(cell) {
    const { row, column } = this.model.positionOf(cell);
    const position = this.isByPupil ? column : row;
    if (position !== this.position) this.#go(position);
    const line = this.root.querySelector(`[data-cell="${cell}"]`);
    (line.querySelector("input:checked:enabled") ?? line.querySelector("button")).focus();
  }

  /** Pupil after pupil, or item after item, from the cell looked at last or the first in sight. */
  nextUndecided() {
    const { rows } = this.model;
    if (!this.isByPupil) return this.model.nextUndecided(this.current ?? this.#cells()[0] - 1);
    const { row, column } = this.model.positionOf(this.current ?? this.#cells()[0]);
    const from = column * rows.length + row - (this.current === null ? 1 : 0);
    return this.model.nextUndecided(from, (rank) =>
      this.model.cellAt(rank % rows.length, Math.floor(rank / rows.length)),
    );
  }
}

/** @param {number} cell @param {number} state @param {string} said */
function stateButton(cell, state, said) {
  const label = make("label", "cards-state");
  label.dataset.state = String(state);
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: `cell-${cell}-state`, value: String(state) });
  input.setAttribute("aria-label", said);
  const sign = make("span", "", SIGNS[state]);
  sign.setAttribute("aria-hidden", "true");
  label.append(input, sign);
  return label;
}

/**
 * For fingers and screen readers; the keyboard has a key for it, rather than one more stop on each line.
 * @param {string} pupil
 * @param {string} item
 */
function historyButton(pupil, item) {
  const button = make("button", "cards-history", "Histoire");
  button.type = "button";
  button.tabIndex = -1;
  button.append(make("span", "visually-hidden", ` de la case : ${pupil}, ${item}`));
  return button;
}

/** @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {string} className */
function make(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** @param {HTMLElement} line @param {HTMLElement} element */
function placeAfter(line, element) {
  line.after(element);
  return element;
}
