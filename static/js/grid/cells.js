/**
 * The cells of a grid, without any page: what was displayed, what the person made of it, what can be undone.
 * They serve every way of showing the grid (table, one pupil at a time), whatever it is about.
 */
import { GridShape } from "./shape.js";

/**
 * @import { Alphabet, Value } from "./alphabet.js"
 * @import { Arrow, Shape } from "./shape.js"
 *
 * @typedef {{on: string, by: string}} Decision date and author
 * @typedef {{key: string, before: Value, after: Value}} Turn of an arrow
 * @typedef {{cell: number, before: Value, after: Value}} Change
 * @typedef {{gesture: string, changes: Change[], turned: Turn | null}} Gesture
 */

/** The gesture that fills cells after their figures, as the server knows it. */
export const PROPOSAL = "proposal";

export class GridCells extends GridShape {
  /** @param {Shape & {values: Value[], alphabet: Alphabet, decisions?: Map<number, Decision>}} grid values row after row */
  constructor({ values, alphabet, decisions = new Map(), ...shape }) {
    super(shape);
    this.alphabet = alphabet;
    this.displayed = [...values];
    this.current = [...values];
    /** Date and author of the stored cells. */
    this.decisions = decisions;
    /** @type {Set<number>} */
    this.unsaved = new Set();
    /** Unsaved cells that somebody else changed meanwhile: not sent until the person has chosen. @type {Set<number>} */
    this.disputed = new Set();
    /** Who changed the cells that came while the page was open. @type {Map<number, string>} */
    this.received = new Map();
    /** How many cells are in each state. @type {Map<Value, number>} */
    this.totals = new Map(alphabet.states.map(({ code }) => [code, 0]));
    for (const cell of this.current.keys()) this.#count(cell, 1);
    /** Unsaved cells that figures filled: apart from decisions until somebody saves them. @type {Set<number>} */
    this.proposed = new Set();
    /** @type {Gesture[]} */
    this.done = [];
    /** @type {Gesture[]} */
    this.undone = [];
    /** @type {Map<string, Value>} */
    this.arrowStates = new Map();
  }

  /** How many cells have a state. */
  get countable() {
    return [...this.totals.values()].reduce((sum, number) => sum + number, 0);
  }

  /** Whether what is stored can be changed by no gesture. @param {number} cell */
  isLocked(cell) {
    return this.isShut(cell) || (!this.isTyped(cell) && this.alphabet.isFinal(this.displayed[cell]));
  }

  /** Whether what the person chose could never be changed. @param {number} cell */
  wouldBeFinal(cell) {
    return !this.isTyped(cell) && this.alphabet.isFinal(this.current[cell]);
  }

  /** @param {number} cell */
  isBlank(cell) {
    return !this.isTyped(cell) && !this.isApart(cell) && this.current[cell] === this.alphabet.blank;
  }

  /** Each gesture answers the cells it changed, for the page to repaint. @param {number} cell */
  cycle(cell) {
    return this.isTyped(cell) ? [] : this.setCell(cell, this.alphabet.next(this.current[cell]));
  }

  /** @param {number} cell @param {Value} value */
  setCell(cell, value) {
    return this.setCells(new Map([[cell, value]]));
  }

  /** @param {Map<number, Value>} wanted the value of each cell, given in one gesture */
  setCells(wanted, gesture = "cell") {
    return this.perform({ gesture, wanted });
  }

  /** How much is decided of the row and of the column of a cell: [decided, all] of each. @param {number} cell */
  progressAround(cell) {
    return [true, false].map((isRow) => {
      const cells = this.lineAround(cell, isRow).filter((each) => !this.isTyped(each) && !this.isApart(each));
      return [cells.filter((each) => !this.isBlank(each)).length, cells.length];
    });
  }

  /**
   * Applies the state the arrow announces to the cells it governs, whatever they hold, then turns the arrow.
   * @param {Arrow} arrow
   * @param {boolean} [fillsOnly] nothing that is decided changes
   */
  pullArrow(arrow, fillsOnly = false) {
    const key = arrowKey(arrow);
    const before = this.arrowState(arrow);
    const turned = { key, before, after: this.alphabet.next(before) };
    this.arrowStates.set(key, turned.after);
    const cells = this.cellsOf(arrow).filter((cell) => !fillsOnly || this.isBlank(cell));
    return this.perform({ gesture: arrow.gesture, wanted: new Map(cells.map((cell) => [cell, before])), turned });
  }

  /** What the arrow announces, to the undecided cells alone; the arrow does not turn. @param {Arrow} arrow */
  complete(arrow) {
    const state = this.arrowState(arrow);
    const given = state === this.alphabet.blank ? this.alphabet.first : state;
    const cells = this.cellsOf(arrow).filter((cell) => this.isBlank(cell));
    return this.perform({ gesture: arrow.gesture, wanted: new Map(cells.map((cell) => [cell, given])) });
  }

  /** @param {Arrow} arrow */
  arrowState(arrow) {
    return this.arrowStates.get(arrowKey(arrow)) ?? this.alphabet.first;
  }

  undo() {
    const gesture = this.done.pop();
    if (!gesture) return [];
    this.undone.push(gesture);
    if (gesture.turned) this.arrowStates.set(gesture.turned.key, gesture.turned.before);
    return gesture.changes.map(({ cell, before }) => this.write(cell, before));
  }

  redo() {
    const gesture = this.undone.pop();
    if (!gesture) return [];
    this.done.push(gesture);
    if (gesture.turned) this.arrowStates.set(gesture.turned.key, gesture.turned.after);
    const cells = gesture.changes.map(({ cell, after }) => this.write(cell, after));
    if (gesture.gesture === PROPOSAL) this.#propose(cells);
    return cells;
  }

  /**
   * The next cell without a decision after the rank `from` of a reading order, round the end; null when none is left.
   * @param {number} from -1 to begin with the first cell
   * @param {(rank: number) => number} [cellAtRank] row after row by default
   */
  nextUndecided(from, cellAtRank = (rank) => rank) {
    for (let step = 1; step <= this.size; step += 1) {
      const cell = cellAtRank((from + step) % this.size);
      if (this.isBlank(cell)) return cell;
    }
    return null;
  }

  /** @param {{gesture: string, wanted: Map<number, Value>, turned?: Turn | null}} gesture */
  perform({ gesture, wanted, turned = null }) {
    const changes = [...wanted]
      .filter(([cell, value]) => this.current[cell] !== value && !this.isLocked(cell))
      .map(([cell, after]) => ({ cell, before: this.current[cell], after }));
    for (const { cell, after } of changes) {
      this.disputed.delete(cell);
      this.received.delete(cell);
      this.write(cell, after);
    }
    if (gesture === PROPOSAL) this.#propose(changes.map(({ cell }) => cell));
    if (changes.length > 0) {
      this.done.push({ gesture, changes, turned });
      this.undone = [];
    }
    return changes.map(({ cell }) => cell);
  }

  /** What the person sees. @param {number} cell @param {Value} value */
  write(cell, value) {
    this.#count(cell, -1);
    this.proposed.delete(cell);
    this.current[cell] = value;
    this.#count(cell, 1);
    this.#mark(cell);
    return cell;
  }

  /** What the server holds. @param {number} cell @param {Value} value @param {Decision} decision */
  store(cell, value, decision) {
    this.displayed[cell] = value;
    if (value === this.alphabet.blank) this.decisions.delete(cell);
    else this.decisions.set(cell, decision);
    this.#mark(cell);
  }

  /**
   * What is stored is shown, and no undo changes it: it is a colleague's decision, or it is final.
   * @param {number} cell
   */
  giveBack(cell) {
    this.write(cell, this.displayed[cell]);
    this.forget(cell);
  }

  /** @param {number} cell that no gesture takes back any more */
  forget(cell) {
    for (const gestures of [this.done, this.undone]) {
      for (const gesture of gestures) gesture.changes = gesture.changes.filter((change) => change.cell !== cell);
    }
    // A gesture that has nothing left to take back must not cost a Ctrl+Z.
    this.done = this.done.filter((gesture) => gesture.changes.length > 0);
    this.undone = this.undone.filter((gesture) => gesture.changes.length > 0);
  }

  /** @param {number} cell */
  #mark(cell) {
    if (this.current[cell] !== this.displayed[cell]) {
      this.unsaved.add(cell);
      return;
    }
    this.unsaved.delete(cell);
    this.disputed.delete(cell);
    this.proposed.delete(cell);
  }

  /** @param {number[]} cells */
  #propose(cells) {
    for (const cell of cells) if (this.unsaved.has(cell)) this.proposed.add(cell);
  }

  /** @param {number} cell @param {number} more */
  #count(cell, more) {
    if (this.isTyped(cell) || this.isApart(cell)) return;
    this.totals.set(this.current[cell], (this.totals.get(this.current[cell]) ?? 0) + more);
  }
}

/** @param {Arrow} arrow */
function arrowKey({ gesture, section, row, column }) {
  return [gesture, section, row, column].join("/");
}
