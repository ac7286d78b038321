/** What closed pages left on this device, given back on what is stored now. */

/**
 * @import { Value } from "./alphabet.js"
 * @import { Conflict } from "./disputes.js"
 * @import { KeptCell, Left } from "./kept.js"
 * @import { GridModel } from "./model.js"
 */

/**
 * A kept click that this page has not given back, or cannot show.
 * @typedef {object} KeptClick
 * @property {number} pupil
 * @property {number} row
 * @property {Value[]} bases what the cell showed, or what was sent of it since
 * @property {Value} wanted
 * @property {boolean} isAsked whether it was to leave by itself
 * @property {string} day when it was made, by the server's calendar
 * @property {string | undefined} save the letter that took it
 * @property {boolean} [isProposed] whether « proposer » filled it, and no hand
 */

/**
 * @typedef {{pupil: string | undefined, thing: string | undefined, wanted: Value}} HiddenClick
 * @typedef {object} Restored what came back
 * @property {number[]} leaving cells on their way to the server
 * @property {number[]} back cells to be looked at
 * @property {Map<number, Conflict>} disputed cells to choose for
 * @property {HiddenClick[]} hidden those that this page does not show
 */

export class Comeback {
  /** @param {GridModel} model @param {import("./saver.js").Saver} saver @param {string} day by the server's calendar */
  constructor(model, saver, day) {
    this.model = model;
    this.saver = saver;
    this.day = day;
  }

  /**
   * Gives back the clicks of the cells that this page shows.
   * @param {KeptClick[]} clicks
   * @param {Set<number>} clicked cells clicked in this page meanwhile
   * @returns {{news: Restored, hidden: KeptClick[]}} what came back, and the clicks that this page does not show
   */
  restore(clicks, clicked) {
    /** @type {Restored} */
    const news = { leaving: [], back: [], disputed: new Map(), hidden: [] };
    /** @type {KeptClick[]} */
    const hidden = [];
    /** @type {Map<number, KeptClick[]>} */
    const ofCells = new Map();
    for (const click of clicks) {
      const cell = this.model.cellOf(click.pupil, click.row);
      if (cell === null || this.model.isApart(cell)) hidden.push(click);
      else ofCells.set(cell, [...(ofCells.get(cell) ?? []), click]);
    }
    for (const [cell, ofCell] of ofCells)
      if (!isOlder(this.model, cell, ofCell, clicked)) this.#restore(cell, ofCell, news);
    return { news, hidden };
  }

  /**
   * @param {KeptClick[]} clicks of one cell: one, or what several closed pages left
   * @param {number} cell
   * @param {Restored} news
   */
  #restore(cell, clicks, news) {
    const open = clicks.filter(({ wanted }) => wanted !== this.model.displayed[cell]);
    const click = open.at(-1);
    if (click === undefined) return;
    const rival = open.find(({ wanted }) => wanted !== click.wanted);
    // Nothing says which of two closed pages was the last: the person does.
    const fate = this.model.restore(cell, rival ? [] : click.bases, click.wanted, click.isProposed);
    if (fate === "disputed" || fate === "final") {
      news.disputed.set(cell, this.#dispute(cell, click.wanted, { final: fate === "final", rival: rival?.wanted }));
    }
    if (fate === "disputed") news.back.push(cell);
    if (fate === "kept") (this.#leavesByItself(cell, click) ? news.leaving : news.back).push(cell);
  }

  /**
   * What was promised on another day is looked at first: so many things may have changed.
   * @param {number} cell
   * @param {KeptClick} click
   */
  #leavesByItself(cell, { save, isAsked, day }) {
    if (this.saver.outbox.some((letter) => letter.save === save)) return true;
    const isAskedNow = isAsked && day === this.day && !this.model.wouldBeFinal(cell);
    if (isAskedNow) this.saver.asked.add(cell);
    return isAskedNow;
  }

  /** @param {number} cell @param {Value} wanted @param {{final: boolean, rival?: Value}} more @returns {Conflict} */
  #dispute(cell, wanted, more) {
    const decision = this.model.decisions.get(cell);
    return { wanted, stored: this.model.displayed[cell], author: decision?.by ?? "", date: decision?.on, ...more };
  }
}

/**
 * Clicked here meanwhile: a letter of the closed page may have been long on its way, and this click is the newer one.
 * @param {GridModel} model
 * @param {number} cell
 * @param {KeptClick[]} clicks of the cell
 * @param {Set<number>} clicked
 */
function isOlder(model, cell, clicks, clicked) {
  const open = clicks.filter(({ wanted }) => wanted !== model.displayed[cell]);
  return clicked.has(cell) && open.some(({ wanted }) => wanted !== model.current[cell]);
}

/**
 * A cell that was sent and clicked again may be found as it was, or as it was sent; one that was not clicked again
 * needs nothing more once its letter has arrived.
 * @param {Left["clicks"][number]} left
 * @returns {KeptClick[]}
 */
export function keptClicks({ cells, outbox, day: recorded }) {
  const sent = outbox.flatMap(({ save, gestures }) =>
    gestures.flatMap((gesture) => gesture.cells).map(([pupil, row, , state]) => ({ save, pupil, row, state })),
  );
  return cells.map(([pupil, row, base, wanted, isAsked = false, day = recorded, isProposed = false]) => {
    const letters = sent.filter((each) => each.pupil === pupil && each.row === row);
    const bases = [base, ...letters.map(({ state }) => state)].flat();
    const save = letters.findLast(({ state }) => state === wanted)?.save;
    const click = { pupil, row, bases, wanted, isAsked, day, save };
    return isProposed ? { ...click, isProposed } : click;
  });
}

/** What a cell is called whether this page shows it or not. @param {[number, number, ...unknown[]]} cell pupil, thing, and more */
export function keyOf([pupil, row]) {
  return `${pupil}/${row}`;
}

/** @param {Omit<KeptClick, "bases" | "save"> & {bases: Value | Value[]}} click @returns {KeptCell} */
export function asKept({ pupil, row, bases, wanted, isAsked, day, isProposed }) {
  return isProposed ? [pupil, row, bases, wanted, isAsked, day, true] : [pupil, row, bases, wanted, isAsked, day];
}
