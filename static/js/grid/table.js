/**
 * The grid as a table: repaints cells and arrows, gives them their accessible names, moves the single tab stop.
 *
 * The server draws light cells (`<td data-v data-c data-s data-k>`): the value, the colour and the sign of its state,
 * the number of its decision. What the style sheet shows comes from these attributes alone.
 */
import { DrawnGrid, placesOf } from "./drawn.js";
import { arrowName, pendingWords } from "./words.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { SubjectData } from "./drawn.js"
 * @import { SubjectWords } from "./words.js"
 */

export class GridTable extends DrawnGrid {
  /** What stands beside the decisions, on a page that has it. @type {import("./figures.js").Figures | null} */
  figures = null;
  /** What is gone to and is folded, where parts fold. @type {(body: HTMLTableSectionElement) => void} */
  unfold = () => {};

  /**
   * @param {HTMLTableElement} table
   * @param {[string, string][]} decisions [date, author] by their number
   * @param {SubjectData} subject
   * @param {SubjectWords} words
   */
  constructor(table, decisions, subject, words) {
    super(table, decisions, subject, words);
    for (const number of this.cells.keys()) this.dressCell(number);
    this.paintArrows();
    /** What has the tab stop: a cell, or an arrow. */
    this.current = /** @type {HTMLElement} */ (this.cells[this.model.nextUndecided(-1) ?? 0]);
    this.current.tabIndex = 0;
  }

  /** @param {number[]} numbers */
  paint(numbers) {
    for (const number of numbers) {
      const cell = this.cells[number];
      const value = this.model.current[number];
      cell.dataset.v = String(value);
      if (this.model.isTyped(number)) this.paintText(cell, String(value));
      else this.paintState(cell, value);
      cell.classList.toggle("unsaved", this.model.unsaved.has(number));
      cell.classList.toggle("proposed", this.model.proposed.has(number));
      this.markAuthor(cell, this.model.received.get(number));
      this.dressCell(number);
    }
  }

  /** What is being typed is left to the person. @param {HTMLElement} cell @param {string} text */
  paintText(cell, text) {
    if (cell.querySelector("input") === null) cell.textContent = text;
  }

  /** The colour and the sign of a state. @param {HTMLElement} element @param {Value} value */
  paintState(element, value) {
    const { colour, sign } = this.alphabet.at(value);
    element.dataset.c = colour;
    if (sign) element.dataset.s = sign;
    else element.removeAttribute("data-s");
  }

  /** What stands for a cell elsewhere. @param {HTMLElement} element @param {number} number @param {Value} value */
  paintSign(element, number, value) {
    const isText = this.model.isTyped(number) && value !== "";
    const { colour, sign } = isText ? { colour: "text", sign: "…" } : this.alphabet.at(value);
    element.dataset.c = colour;
    element.dataset.s = sign || "·";
  }

  /**
   * A cell that a colleague has just saved says it discreetly.
   * @param {HTMLElement} cell
   * @param {string | undefined} author
   */
  markAuthor(cell, author) {
    cell.classList.toggle("received", author !== undefined);
    if (author === undefined) cell.removeAttribute("title");
    else cell.title = receivedFrom(author);
  }

  paintArrows() {
    for (const [button, arrow] of this.arrows) {
      const value = this.model.arrowState(arrow);
      if (button.dataset.next === String(value)) continue;
      button.dataset.next = String(value);
      const { verb, colour } = this.alphabet.at(value);
      button.dataset.nextC = colour;
      button.setAttribute("aria-label", arrowName({ verb, ...this.wordsOf(arrow) }));
    }
  }

  /** What a cell says of itself: its name, and the lock of what is final. @param {number} number */
  dressCell(number) {
    const { pupil, thing, said, isLocked, isMarked, apart } = this.describe(number);
    const cell = this.cells[number];
    const lock = isLocked ? `, ${apart ?? "verrouillée"}` : "";
    const pending = pendingWords(this.model, number);
    const marked = isMarked ? `, ${this.words.marked}` : "";
    const author = this.model.received.get(number);
    const fresh = author === undefined ? "" : `, ${receivedFrom(author)}`;
    cell.setAttribute(
      "aria-label",
      `${pupil}, ${thing} : ${said}${lock}${pending}${marked}${fresh}${this.figureWords(number)}`,
    );
    if (isLocked === cell.classList.contains("locked")) return;
    cell.classList.toggle("locked", isLocked);
    if (isLocked) cell.setAttribute("aria-readonly", "true");
    else cell.removeAttribute("aria-readonly");
  }

  /** What is heard of the figure beside a decision. @param {number} number */
  figureWords(number) {
    return this.figures?.isShown ? `, ${this.figures.said(number)}` : "";
  }

  /** Gives the focus, and with it the tab stop, to a cell or an arrow. @param {HTMLElement} target */
  focus(target) {
    const body = target.closest("tbody");
    if (body?.hidden) this.unfold(body);
    // What has the focus is left first: to take its tabindex away costs a layout of the whole table.
    if (!(target instanceof HTMLInputElement)) target.tabIndex = 0;
    target.focus();
    this.placeTabStop(target);
  }

  /** @param {HTMLElement} target */
  placeTabStop(target) {
    // Without its tabindex, even for a moment, what has the focus loses it.
    if (target === this.current || target instanceof HTMLInputElement) return;
    if (this.current instanceof HTMLButtonElement) this.current.tabIndex = -1;
    else this.current.removeAttribute("tabindex");
    target.tabIndex = 0;
    this.current = target;
  }

  /** What the person looks at, brought into sight. @param {number} number */
  show(number) {
    this.focus(this.cells[number]);
  }

  nextUndecided() {
    return this.model.nextUndecided(this.numberOf(this.current) ?? -1);
  }

  /** The next line in that way that is not folded. @param {number} line @param {number} way */
  inSight(line, way) {
    let found = line;
    while (way !== 0 && this.lines[found]?.closest("tbody")?.hidden) found += way;
    return found;
  }

  /** @param {number} line @param {number} column */
  focusableAt(line, column) {
    const cell = this.lines[line] && placesOf(this.lines[line])[column];
    if (!cell || column > this.columns.length) return null;
    return cell.querySelector("button") ?? cell;
  }

  get place() {
    const cell = this.current.closest("td");
    const line = cell.closest("tr");
    return { line: this.lines.indexOf(line), column: placesOf(line).indexOf(cell) };
  }
}

/** @param {string} author */
function receivedFrom(author) {
  return `reçu à l'instant de ${author || "quelqu'un d'autre"}`;
}
