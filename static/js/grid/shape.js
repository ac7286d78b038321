/**
 * Where the cells of a grid are: its rows, in sections, and its columns. Pupils are the columns, or the rows.
 *
 * A cell is known by one number, `row * columns + column`.
 */

/**
 * @typedef {{gesture: string, section?: number, row?: number, column?: number}} Arrow what it governs: a row; a section;
 *   a column of a section
 * @typedef {{id: number, section: number, isTyped?: boolean}} Row
 *
 * @typedef {object} Shape
 * @property {Row[]} rows each with the section it belongs to
 * @property {number[]} columns their ids
 * @property {Set<number>} [typedColumns] the places of those where a text is typed
 * @property {Set<number>} [shutCells] those that nobody may change
 * @property {Set<number>} [apart] the ids of pupils who are shown to be read: nobody fills their cells, nothing counts them
 * @property {boolean} [pupilsAreRows]
 */

export class GridShape {
  /** @param {Shape} shape */
  constructor({
    rows,
    columns,
    typedColumns = new Set(),
    shutCells = new Set(),
    apart = new Set(),
    pupilsAreRows = false,
  }) {
    this.rows = rows;
    this.columns = columns;
    this.typedColumns = typedColumns;
    this.shutCells = shutCells;
    this.apart = apart;
    this.pupilsAreRows = pupilsAreRows;
    this.rowNumbers = new Map(rows.map((row, number) => [row.id, number]));
    this.columnNumbers = new Map(columns.map((id, number) => [id, number]));
  }

  get size() {
    return this.rows.length * this.columns.length;
  }

  /** @param {number} row @param {number} column */
  cellAt(row, column) {
    return row * this.columns.length + column;
  }

  /** Null when this grid does not show it. @param {number} pupil @param {number} thing */
  cellOf(pupil, thing) {
    const [rowId, columnId] = this.pupilsAreRows ? [pupil, thing] : [thing, pupil];
    const [row, column] = [this.rowNumbers.get(rowId), this.columnNumbers.get(columnId)];
    return row === undefined || column === undefined ? null : this.cellAt(row, column);
  }

  /** @param {number} cell */
  positionOf(cell) {
    return { row: Math.floor(cell / this.columns.length), column: cell % this.columns.length };
  }

  /** The ids of the pupil and of the thing. @param {number} cell @returns {[number, number]} */
  keyOf(cell) {
    const { row, column } = this.positionOf(cell);
    const [rowId, columnId] = [this.rows[row].id, this.columns[column]];
    return this.pupilsAreRows ? [rowId, columnId] : [columnId, rowId];
  }

  /** Whether a text is typed in a cell, instead of a state being chosen. @param {number} cell */
  isTyped(cell) {
    const { row, column } = this.positionOf(cell);
    return this.typedColumns.has(column) || Boolean(this.rows[row].isTyped);
  }

  /** Whether nobody may change what stands there, decided or not. @param {number} cell */
  isShut(cell) {
    return this.shutCells.has(cell) || this.isApart(cell);
  }

  /** Whether it is shown to be read, and is no part of what is filled and counted. @param {number} cell */
  isApart(cell) {
    return this.apart.size > 0 && this.apart.has(this.keyOf(cell)[0]);
  }

  /** The cells of the row, or of the column, of a cell. @param {number} cell @param {boolean} isRow */
  lineAround(cell, isRow) {
    const { row, column } = this.positionOf(cell);
    return isRow
      ? this.columns.map((_, each) => this.cellAt(row, each))
      : this.rows.map((_, each) => this.cellAt(each, column));
  }

  /** What an arrow governs: nothing of what is typed. @param {Arrow} arrow */
  cellsOf({ section, row, column }) {
    /** @type {number[]} */
    const cells = [];
    this.rows.forEach((each, r) => {
      if (row === undefined ? each.section !== section : r !== row) return;
      for (let c = 0; c < this.columns.length; c += 1) {
        if (column === undefined || c === column) cells.push(this.cellAt(r, c));
      }
    });
    return cells.filter((cell) => !this.isTyped(cell));
  }
}
