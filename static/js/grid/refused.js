/** Cells that the server refused, named with what had been wanted. */
import { count } from "./words.js";

const NAMED = 20;

export class RefusedCells {
  /** The state wanted of each. @type {Map<number, number>} */
  #wanted = new Map();

  /**
   * @param {HTMLElement} notice with a list
   * @param {import("./table.js").GridTable} table
   */
  constructor(notice, table) {
    this.notice = notice;
    this.table = table;
  }

  get isShown() {
    return this.#wanted.size > 0;
  }

  /** A later save went through: what was refused has been read. */
  clear() {
    this.#wanted.clear();
    this.#show();
  }

  /** @param {Map<number, number>} refused the state wanted of each cell */
  add(refused) {
    for (const [cell, state] of refused) this.#wanted.set(cell, state);
    this.#show();
  }

  #show() {
    const wanted = this.#wanted;
    this.notice.hidden = wanted.size === 0;
    const lines = [...wanted].slice(0, NAMED).map(([cell, state]) => {
      const { pupil, item } = this.table.describe(cell);
      return `${pupil}, « ${item} » : ${this.table.words.states[state]}`;
    });
    if (wanted.size > NAMED) lines.push(`et ${count(wanted.size - NAMED, "autre case", "autres cases")}`);
    this.notice.querySelector("ul").replaceChildren(...lines.map(lineOf));
  }
}

/** @param {string} text */
function lineOf(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}
