/** A block of the table: chosen with Shift, copied out, pasted in, given one value. */
import { blockBetween, copiedBlock, pastedBlock, readBlock, refusedBlock } from "./block.js";
import { count } from "./words.js";

/** @import { GridPage } from "./page.js" */

export class Block {
  /** The corner that stays while the other one moves; null when nothing is chosen. @type {number | null} */
  #anchor = null;

  /** @param {GridPage} page */
  constructor(page) {
    this.page = page;
    const { table } = page.table;
    table.addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
    table.addEventListener("mousedown", (event) => this.#onPress(event), { capture: true });
    table.addEventListener("copy", (event) => this.#copy(event));
    table.addEventListener("paste", (event) => this.#paste(event));
  }

  /** The cell of the focus. */
  get #cell() {
    const { table } = this.page;
    return table.numberOf(table.current) ?? null;
  }

  /** The cells chosen, row after row: the one of the focus when no block is. @returns {number[][]} */
  get rows() {
    const cell = this.#cell;
    if (cell === null) return [];
    return blockBetween(this.page.model, this.#anchor ?? cell, cell);
  }

  /** Whether more than one cell is chosen. */
  get isOpen() {
    return this.#anchor !== null && this.#anchor !== this.#cell;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!event.key.startsWith("Arrow")) {
      if (event.key === "Escape" && this.isOpen) {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      }
      return;
    }
    if (!event.shiftKey) this.close();
    else this.#anchor ??= this.#cell;
    // The focus moves after this.
    setTimeout(() => this.show());
  }

  /** @param {MouseEvent} event */
  #onPress(event) {
    if (event.shiftKey) this.#anchor ??= this.#cell;
    else this.close();
    // The click that follows moves the focus.
    setTimeout(() => this.show());
  }

  /** What is chosen stands out. */
  show() {
    const chosen = new Set(this.isOpen ? this.rows.flat() : []);
    for (const [number, cell] of this.page.table.cells.entries()) {
      const isChosen = chosen.has(number);
      if (isChosen === cell.classList.contains("is-chosen")) continue;
      cell.classList.toggle("is-chosen", isChosen);
      if (isChosen) cell.setAttribute("aria-selected", "true");
      else cell.removeAttribute("aria-selected");
    }
  }

  close() {
    this.#anchor = null;
    this.show();
  }

  /** @param {ClipboardEvent} event */
  #copy(event) {
    const { rows } = this;
    if (rows.length === 0 || event.clipboardData === null) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copiedBlock(this.page.model, rows));
    this.page.say(`${count(rows.flat().length, "case copiée", "cases copiées")}.`);
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const [corner] = this.rows[0] ?? [];
    if (corner === undefined || event.clipboardData === null) return;
    event.preventDefault();
    const { model } = this.page;
    const { wanted, problems, outside } = readBlock(event.clipboardData.getData("text/plain"), model, corner);
    if (problems.length > 0) {
      this.page.outcomes.locked(refusedBlock(problems));
      return;
    }
    const changed = model.setCells(wanted, "paste");
    this.page.onChange(changed);
    const sentence = pastedBlock(changed.length, outside);
    if (outside > 0) this.page.outcomes.locked(sentence);
    this.page.say(sentence);
  }
}
