/** Cells that the server refused, named with what had been wanted. */
import { count } from "./words.js";

/** @import { Value } from "./alphabet.js" */

const NAMED = 20;

export class RefusedCells {
  /** The value wanted of each. @type {Map<number, Value>} */
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

  /** @param {Map<number, Value>} refused the value wanted of each cell */
  add(refused) {
    for (const [cell, value] of refused) this.#wanted.set(cell, value);
    this.#show();
  }

  #show() {
    const wanted = this.#wanted;
    this.notice.hidden = wanted.size === 0;
    const lines = [...wanted].slice(0, NAMED).map(([cell, value]) => {
      const { pupil, thing } = this.table.describe(cell);
      return `${pupil}, « ${thing} » : ${this.table.said(cell, value)}`;
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
