/** The state of a grid, without any page: its cells, what of them has to be saved, what comes from the server. */
import { GridCells, PROPOSAL } from "./cells.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { Gesture } from "./cells.js"
 *
 * @typedef {[number, number, Value, Value]} SentCell pupil, thing, displayed, wanted
 * @typedef {{gesture: string, cells: SentCell[]}} SentGesture
 */

/** @type {Gesture} */
const UNDONE = { gesture: "undo", changes: [], turned: null };

export class GridModel extends GridCells {
  /**
   * What has to be saved, under the last gesture that touched each cell.
   * @param {Iterable<number>} [asked] some of the cells; all of them by default
   * @returns {SentGesture[]}
   */
  unsavedGestures(asked = this.unsaved) {
    const lastTouch = new Map();
    for (const gesture of this.done) for (const { cell } of gesture.changes) lastTouch.set(cell, gesture);
    /** @type {Map<Gesture, SentGesture>} */
    const groups = new Map();
    for (const cell of asked) {
      if (!this.unsaved.has(cell) || this.disputed.has(cell)) continue;
      // A cell changed back by an undo after a save is touched by no gesture that is still done.
      const gesture = lastTouch.get(cell) ?? UNDONE;
      /** @type {SentGesture} */
      const group = groups.get(gesture) ?? { gesture: gesture.gesture, cells: [] };
      groups.set(gesture, group);
      group.cells.push(this.#asSent(cell));
    }
    return [...groups.values()];
  }

  /**
   * Every click that is not saved, to be kept.
   * @param {Value} disputed what to write as the base of a cell that waits for a choice
   * @returns {SentCell[]} the base as displayed
   */
  clicks(disputed) {
    return [...this.unsaved].map((cell) => {
      const [pupil, thing, displayed, wanted] = this.#asSent(cell);
      return [pupil, thing, this.disputed.has(cell) ? disputed : displayed, wanted];
    });
  }

  /**
   * Takes the server's answer in: what was sent is now what is stored, except for
   * the cells a colleague changed meanwhile, which take the colleague's decision.
   * Clicks made while the save was on its way stay unsaved.
   * @param {SentGesture[]} sent
   * @param {{pupil: number, row: number, stored: Value, date?: string, author: string}[]} conflicts
   * @param {{on: string, by: string}} decision date and author given to the saved cells
   * @param {{pupil: number, row: number, date: string, author: string}[]} [already] those that somebody had stored so
   * @returns {number[]} cells to repaint
   */
  settle(sent, conflicts, decision, already = []) {
    const cells = [];
    for (const [pupil, row, , wanted] of sent.flatMap((group) => group.cells)) {
      const cell = this.cellOf(pupil, row);
      if (cell === null) continue;
      this.store(cell, wanted, decision);
      cells.push(cell);
    }
    for (const { pupil, row, date, author } of already) {
      const cell = this.cellOf(pupil, row);
      if (cell !== null && this.decisions.has(cell)) this.decisions.set(cell, { on: date, by: author });
    }
    for (const { pupil, row, stored, date = "", author } of conflicts) {
      const cell = this.cellOf(pupil, row);
      if (cell === null) continue;
      this.store(cell, stored, { on: date, by: author });
      this.giveBack(cell);
    }
    // Clicked again on its way to the server, but final once there.
    for (const cell of cells) if (this.isLocked(cell)) this.giveBack(cell);
    return cells;
  }

  /**
   * Takes in what is stored now, whoever saved it. A cell not touched here follows; one that was clicked
   * and not saved keeps its click, and is disputed when somebody else decided otherwise.
   * @param {number} cell
   * @param {Value} value
   * @param {{on: string, by: string}} decision date and author
   * @param {string | null} author who changed it; null when this page did
   * @returns {"same" | "own" | "taken" | "disputed" | "final"} final: a click is given up, nothing can be chosen
   */
  receive(cell, value, decision, author) {
    const wasUntouched = !this.unsaved.has(cell);
    const isNew = this.displayed[cell] !== value;
    this.store(cell, value, decision);
    if (!isNew) return "same";
    if (wasUntouched || this.isLocked(cell)) this.write(cell, value);
    if (author === null) return "own";
    this.forget(cell);
    if (!this.unsaved.has(cell)) {
      this.received.set(cell, author);
      return wasUntouched || !this.isLocked(cell) ? "taken" : "final";
    }
    this.disputed.add(cell);
    return "disputed";
  }

  /**
   * Gives a cell back what was clicked before the page was closed.
   * @param {number} cell
   * @param {Value[]} bases what it showed then, or what was sent of it since
   * @param {Value} wanted
   * @param {boolean} [isProposed] whether « proposer » filled it
   * @returns {"same" | "kept" | "disputed" | "final"}
   */
  restore(cell, bases, wanted, isProposed = false) {
    if (this.displayed[cell] === wanted) return "same";
    if (this.isLocked(cell)) return "final";
    if (isProposed) this.setCells(new Map([[cell, wanted]]), PROPOSAL);
    else this.setCell(cell, wanted);
    if (bases.includes(this.displayed[cell])) return "kept";
    this.forget(cell);
    this.disputed.add(cell);
    return "disputed";
  }

  /** The person keeps her own: these cells can be saved. @param {Iterable<number>} cells */
  insist(cells) {
    for (const cell of cells) this.disputed.delete(cell);
  }

  /** What came from colleagues is no longer news. @param {Iterable<number>} cells */
  grewOld(cells) {
    for (const cell of cells) this.received.delete(cell);
  }

  /** The person takes what is stored. Answers the cells to repaint. @param {number[]} cells */
  giveUp(cells) {
    for (const cell of cells) this.giveBack(cell);
    return cells;
  }

  /** @param {number} cell @returns {SentCell} */
  #asSent(cell) {
    const [pupil, thing] = this.keyOf(cell);
    return [pupil, thing, this.displayed[cell], this.current[cell]];
  }
}
