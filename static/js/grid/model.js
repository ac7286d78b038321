/**
 * The state of a validation grid, without any page: what was displayed, what the
 * user made of it, what can be undone, what has to be saved.
 *
 * A cell is known by one number, `row * columns + column`. The same model serves
 * every way of showing the grid (table, one pupil at a time) and every kind of row.
 */

export const NOT_VALIDATED = 0;
export const VALIDATED = 1;
export const UNDECIDED = 2;

/** Cells and arrows turn alike: no decision → validated → not validated → no decision. */
const NEXT_STATE = [UNDECIDED, NOT_VALIDATED, VALIDATED];

/** @type {Gesture} */
const UNDONE = { gesture: "undo", changes: [], turned: null };

/**
 * @typedef {{on: string, by: string}} Decision date and author
 * @typedef {{gesture: string, section?: number, row?: number, column?: number}} Arrow
 * @typedef {{key: string, before: number, after: number}} Turn of an arrow
 * @typedef {{cell: number, before: number, after: number}} Change
 * @typedef {[number, number, number, number]} SentCell pupil, row id, displayed, wanted
 * @typedef {{gesture: string, changes: Change[], turned: Turn | null}} Gesture
 */

export class GridModel {
  /**
   * @param {object} grid
   * @param {{id: number, section: number}[]} grid.rows items, each with the section (domaine) it belongs to
   * @param {number[]} grid.columns ids of the pupils
   * @param {number[]} grid.states displayed states, row after row
   * @param {Map<number, Decision>} [grid.decisions] date and author of the stored cells
   * @param {number | null} [grid.finalState] a cell stored in this state is locked
   */
  constructor({ rows, columns, states, decisions = new Map(), finalState = null }) {
    this.rows = rows;
    this.columns = columns;
    this.rowNumbers = new Map(rows.map((row, number) => [row.id, number]));
    this.columnNumbers = new Map(columns.map((id, number) => [id, number]));
    this.displayed = Uint8Array.from(states);
    this.current = Uint8Array.from(states);
    this.decisions = decisions;
    this.finalState = finalState;
    /** @type {Set<number>} */
    this.unsaved = new Set();
    /** Unsaved cells that somebody else changed meanwhile: not sent until the person has chosen. @type {Set<number>} */
    this.disputed = new Set();
    /** Who changed the cells that came while the page was open. @type {Map<number, string>} */
    this.received = new Map();
    this.totals = [0, 0, 0];
    for (const state of this.current) this.totals[state] += 1;
    /** @type {Gesture[]} */
    this.done = [];
    /** @type {Gesture[]} */
    this.undone = [];
    /** @type {Map<string, number>} */
    this.arrowStates = new Map();
  }

  get size() {
    return this.current.length;
  }

  /** @param {number} row @param {number} column */
  cellAt(row, column) {
    return row * this.columns.length + column;
  }

  /** Null when this grid does not show it. @param {number} pupil @param {number} rowId */
  cellOf(pupil, rowId) {
    const [row, column] = [this.rowNumbers.get(rowId), this.columnNumbers.get(pupil)];
    return row === undefined || column === undefined ? null : this.cellAt(row, column);
  }

  /** @param {number} cell */
  positionOf(cell) {
    return { row: Math.floor(cell / this.columns.length), column: cell % this.columns.length };
  }

  /** Whether what is stored can be changed by no gesture. @param {number} cell */
  isLocked(cell) {
    return this.displayed[cell] === this.finalState;
  }

  /** Each gesture answers the cells it changed, for the page to repaint. @param {number} cell */
  cycle(cell) {
    return this.setCell(cell, NEXT_STATE[this.current[cell]]);
  }

  /** @param {number} cell @param {number} state */
  setCell(cell, state) {
    return this.setCells(new Map([[cell, state]]));
  }

  /** @param {Map<number, number>} wanted the state of each cell, given in one gesture */
  setCells(wanted, gesture = "cell") {
    return this.#perform({ gesture, wanted });
  }

  /** How much is decided of the row and of the column of a cell: [decided, all] of each. @param {number} cell */
  progressAround(cell) {
    const { row, column } = this.positionOf(cell);
    const ofRow = this.columns.map((_, c) => this.cellAt(row, c));
    const ofColumn = this.rows.map((_, r) => this.cellAt(r, column));
    return [ofRow, ofColumn].map((cells) => [
      cells.filter((each) => this.current[each] !== UNDECIDED).length,
      cells.length,
    ]);
  }

  /**
   * Applies the state the arrow announces to the cells it governs, whatever they hold, then turns the arrow.
   * @param {Arrow} arrow
   */
  pullArrow(arrow) {
    const key = arrowKey(arrow);
    const before = this.arrowState(arrow);
    const turned = { key, before, after: NEXT_STATE[before] };
    this.arrowStates.set(key, turned.after);
    const wanted = new Map(this.cellsOf(arrow).map((cell) => [cell, before]));
    return this.#perform({ gesture: arrow.gesture, wanted, turned });
  }

  /** @param {Arrow} arrow */
  arrowState(arrow) {
    return this.arrowStates.get(arrowKey(arrow)) ?? VALIDATED;
  }

  /** @param {{gesture: string, section?: number, row?: number, column?: number}} arrow */
  cellsOf({ gesture, section, row, column }) {
    /** @type {number[]} */
    const cells = [];
    this.rows.forEach((item, r) => {
      if (gesture === "item_arrow" ? r !== row : item.section !== section) return;
      for (let c = 0; c < this.columns.length; c += 1) {
        if (gesture !== "pupil_arrow" || c === column) cells.push(this.cellAt(r, c));
      }
    });
    return cells;
  }

  undo() {
    const gesture = this.done.pop();
    if (!gesture) return [];
    this.undone.push(gesture);
    if (gesture.turned) this.arrowStates.set(gesture.turned.key, gesture.turned.before);
    return gesture.changes.map(({ cell, before }) => this.#write(cell, before));
  }

  redo() {
    const gesture = this.undone.pop();
    if (!gesture) return [];
    this.done.push(gesture);
    if (gesture.turned) this.arrowStates.set(gesture.turned.key, gesture.turned.after);
    return gesture.changes.map(({ cell, after }) => this.#write(cell, after));
  }

  /**
   * The next cell without a decision after the rank `from` of a reading order, round the end; null when none is left.
   * @param {number} from -1 to begin with the first cell
   * @param {(rank: number) => number} [cellAtRank] row after row by default
   */
  nextUndecided(from, cellAtRank = (rank) => rank) {
    for (let step = 1; step <= this.size; step += 1) {
      const cell = cellAtRank((from + step) % this.size);
      if (this.current[cell] === UNDECIDED) return cell;
    }
    return null;
  }

  /**
   * What has to be saved, under the last gesture that touched each cell.
   * @param {Iterable<number>} [asked] some of the cells; all of them by default
   * @returns {{gesture: string, cells: SentCell[]}[]}
   */
  unsavedGestures(asked = this.unsaved) {
    const lastTouch = new Map();
    for (const gesture of this.done) for (const { cell } of gesture.changes) lastTouch.set(cell, gesture);
    /** @type {Map<Gesture, {gesture: string, cells: SentCell[]}>} */
    const groups = new Map();
    for (const cell of asked) {
      if (!this.unsaved.has(cell) || this.disputed.has(cell)) continue;
      // A cell changed back by an undo after a save is touched by no gesture that is still done.
      const gesture = lastTouch.get(cell) ?? UNDONE;
      /** @type {{gesture: string, cells: SentCell[]}} */
      const group = groups.get(gesture) ?? { gesture: gesture.gesture, cells: [] };
      groups.set(gesture, group);
      group.cells.push(this.#asSent(cell));
    }
    return [...groups.values()];
  }

  /**
   * Every click that is not saved, to be kept.
   * @param {number} disputed what to write as the base of a cell that waits for a choice
   * @returns {SentCell[]} the base as displayed
   */
  clicks(disputed) {
    return [...this.unsaved].map((cell) => {
      const [pupil, row, displayed, wanted] = this.#asSent(cell);
      return [pupil, row, this.disputed.has(cell) ? disputed : displayed, wanted];
    });
  }

  /**
   * Takes the server's answer in: what was sent is now what is stored, except for
   * the cells a colleague changed meanwhile, which take the colleague's decision.
   * Clicks made while the save was on its way stay unsaved.
   * @param {{gesture: string, cells: SentCell[]}[]} sent
   * @param {{pupil: number, row: number, stored: number, date?: string, author: string}[]} conflicts
   * @param {{on: string, by: string}} decision date and author given to the saved cells
   * @param {{pupil: number, row: number, date: string, author: string}[]} [already] those that somebody had stored so
   * @returns {number[]} cells to repaint
   */
  settle(sent, conflicts, decision, already = []) {
    const cells = [];
    for (const [pupil, row, , wanted] of sent.flatMap((group) => group.cells)) {
      const cell = this.cellOf(pupil, row);
      if (cell === null) continue;
      this.#store(cell, wanted, decision);
      cells.push(cell);
    }
    for (const { pupil, row, date, author } of already) {
      const cell = this.cellOf(pupil, row);
      if (cell !== null && this.decisions.has(cell)) this.decisions.set(cell, { on: date, by: author });
    }
    for (const { pupil, row, stored, date = "", author } of conflicts) {
      const cell = this.cellOf(pupil, row);
      if (cell === null) continue;
      this.#store(cell, stored, { on: date, by: author });
      this.#giveBack(cell);
    }
    // Clicked again on its way to the server, but final once there.
    for (const cell of cells) if (this.isLocked(cell)) this.#giveBack(cell);
    return cells;
  }

  /**
   * Takes in what is stored now, whoever saved it. A cell not touched here follows; one that was clicked
   * and not saved keeps its click, and is disputed when somebody else decided otherwise.
   * @param {number} cell
   * @param {number} state
   * @param {{on: string, by: string}} decision date and author
   * @param {string | null} author who changed it; null when this page did
   * @returns {"same" | "own" | "taken" | "disputed" | "final"} final: a click is given up, nothing can be chosen
   */
  receive(cell, state, decision, author) {
    const wasUntouched = !this.unsaved.has(cell);
    const isNew = this.displayed[cell] !== state;
    this.#store(cell, state, decision);
    if (!isNew) return "same";
    if (wasUntouched || this.isLocked(cell)) this.#write(cell, state);
    if (author === null) return "own";
    this.#forget(cell);
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
   * @param {number[]} bases what it showed then, or what was sent of it since
   * @param {number} wanted
   * @returns {"same" | "kept" | "disputed" | "final"}
   */
  restore(cell, bases, wanted) {
    if (this.displayed[cell] === wanted) return "same";
    if (this.isLocked(cell)) return "final";
    this.#perform({ gesture: "cell", wanted: new Map([[cell, wanted]]) });
    if (bases.includes(this.displayed[cell])) return "kept";
    this.#forget(cell);
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
    for (const cell of cells) {
      this.#write(cell, this.displayed[cell]);
      this.#forget(cell);
    }
    return cells;
  }

  /** @param {{gesture: string, wanted: Map<number, number>, turned?: Turn | null}} gesture */
  #perform({ gesture, wanted, turned = null }) {
    const changes = [...wanted]
      .filter(([cell, state]) => this.current[cell] !== state && !this.isLocked(cell))
      .map(([cell, after]) => ({ cell, before: this.current[cell], after }));
    for (const { cell, after } of changes) {
      this.disputed.delete(cell);
      this.received.delete(cell);
      this.#write(cell, after);
    }
    if (changes.length > 0) {
      this.done.push({ gesture, changes, turned });
      this.undone = [];
    }
    return changes.map(({ cell }) => cell);
  }

  /** @param {number} cell @param {number} state */
  #write(cell, state) {
    this.totals[this.current[cell]] -= 1;
    this.totals[state] += 1;
    this.current[cell] = state;
    this.#mark(cell);
    return cell;
  }

  /** @param {number} cell @param {number} state @param {Decision} decision */
  #store(cell, state, decision) {
    this.displayed[cell] = state;
    if (state === UNDECIDED) this.decisions.delete(cell);
    else this.decisions.set(cell, decision);
    this.#mark(cell);
  }

  /** @param {number} cell */
  #mark(cell) {
    if (this.current[cell] !== this.displayed[cell]) {
      this.unsaved.add(cell);
      return;
    }
    this.unsaved.delete(cell);
    this.disputed.delete(cell);
  }

  /**
   * An undo must not take a colleague's decision away with our own gesture, nor touch what is final.
   * @param {number} cell
   */
  #giveBack(cell) {
    this.#write(cell, this.displayed[cell]);
    this.#forget(cell);
  }

  /** @param {number} cell */
  #forget(cell) {
    for (const gestures of [this.done, this.undone]) {
      for (const gesture of gestures) gesture.changes = gesture.changes.filter((change) => change.cell !== cell);
    }
    // A gesture that has nothing left to take back must not cost a Ctrl+Z.
    this.done = this.done.filter((gesture) => gesture.changes.length > 0);
    this.undone = this.undone.filter((gesture) => gesture.changes.length > 0);
  }

  /** @param {number} cell @returns {SentCell} */
  #asSent(cell) {
    const { row, column } = this.positionOf(cell);
    return [this.columns[column], this.rows[row].id, this.displayed[cell], this.current[cell]];
  }
}

/** @param {Arrow} arrow */
function arrowKey({ gesture, section, row, column }) {
  return [gesture, section, row, column].join("/");
}
