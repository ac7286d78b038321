/** Cells a colleague changed meanwhile: both values, who and when, one click to settle each. */
import { Disputes } from "./disputes.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { Choice, Conflict } from "./disputes.js"
 */

export class ConflictList {
  /**
   * @param {HTMLElement} notice with a title, a list, and buttons to settle them all
   * @param {object} parts
   * @param {(cell: number, value: Value) => string} parts.said the words of a value in a cell
   * @param {Value} parts.blank
   * @param {string} parts.me how decisions of this person are signed
   * @param {import("./words.js").SubjectWords["kept"]} [parts.kept]
   * @param {(cell: number) => {pupil: string, thing: string}} parts.wordsOf
   * @param {(wanted: Map<number, Value>) => void} parts.takeMine the value to give back to each cell
   * @param {(cells: number[]) => void} parts.takeTheirs
   * @param {(cell: number) => void} parts.onSettled the cell to go back to once nothing is left
   */
  constructor(notice, { said, blank, me, kept, wordsOf, takeMine, takeTheirs, onSettled }) {
    this.notice = notice;
    this.disputes = new Disputes(said, blank, me, kept);
    this.wordsOf = wordsOf;
    this.takeMine = takeMine;
    this.takeTheirs = takeTheirs;
    this.onSettled = onSettled;
    this.part("all-mine").addEventListener("click", () => this.#settle(this.disputes.cells, true));
    this.part("all-theirs").addEventListener("click", () => this.#settle(this.disputes.cells, false));
  }

  /** @param {string} name */
  part(name) {
    return this.notice.querySelector(`[data-conflicts="${name}"]`);
  }

  /** @param {Map<number, Conflict>} conflicts by cell */
  add(conflicts) {
    if (conflicts.size === 0) return;
    this.disputes.add(conflicts);
    this.#show();
    this.notice.scrollIntoView({ block: "nearest" });
  }

  /** Cells that got another decision by hand need no answer any more. @param {number[]} cells */
  forget(cells) {
    if (this.disputes.forget(cells)) this.#show();
  }

  /**
   * What is stored changed again before the answer.
   * @param {Map<number, {stored: Value, author: string, date?: string}>} changed
   */
  renew(changed) {
    if (this.disputes.renew(changed)) this.#show();
  }

  /** @param {number[]} cells @param {boolean} isMine @param {Value} [chosen] */
  #settle(cells, isMine, chosen) {
    const wanted = this.disputes.settle(cells, chosen);
    this.#show();
    if (!isMine) this.takeTheirs(cells);
    else if (wanted.size > 0) this.takeMine(wanted);
    const next = this.part("list").querySelector("button");
    if (next) next.focus();
    else this.onSettled(cells[0]);
  }

  #show() {
    const { cells, title } = this.disputes;
    this.notice.hidden = cells.length === 0;
    this.part("title").textContent = title;
    this.part("all").hidden = cells.length < 2;
    this.part("list").replaceChildren(...cells.map((cell) => this.#line(cell)));
  }

  /** @param {number} cell */
  #line(cell) {
    const { pupil, thing } = this.wordsOf(cell);
    const line = document.createElement("li");
    const text = document.createElement("span");
    text.textContent = `${pupil}, « ${thing} » : ${this.disputes.sentence(cell)}`;
    line.append(text, ...this.disputes.choices(cell).map((choice) => this.#button(cell, choice)));
    return line;
  }

  /** @param {number} cell @param {Choice} choice */
  #button(cell, { label, isMine, wanted }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = label;
    const { pupil, thing } = this.wordsOf(cell);
    button.setAttribute("aria-label", `${label} : ${pupil}, ${thing}`);
    button.addEventListener("click", () => this.#settle([cell], isMine, wanted));
    return button;
  }
}
