/** A grid as the server drew it: its columns, its rows, its arrows, their words, and the model that is made of them. */
import { Alphabet } from "./alphabet.js";
import { GridModel } from "./model.js";

/**
 * @import { AlphabetData, Value } from "./alphabet.js"
 * @import { Arrow } from "./shape.js"
 * @import { SubjectWords } from "./words.js"
 *
 * @typedef {object} SubjectData what the server says of a subject
 * @property {AlphabetData} alphabet
 * @property {{pupil: string, thing: string, part: string, allButPupil: string, allButThing: string}} gestures codes
 * @property {boolean} pupilsAreRows
 * @property {boolean} isKeyed whether values are given by keys and by a palette, and no click turns a cell
 * @property {number} longest of a typed text
 * @property {boolean} [marksShut] whether nobody may change the cells of a marked column
 *
 * @typedef {{id: number, name: string, isTyped: boolean, apart: string | undefined}} Head apart: why it is only read
 * @typedef {Head & {section: number, line: HTMLTableRowElement}} RowHead
 * @typedef {Head & {isMarked: boolean, note: string | undefined}} ColumnHead
 */

export class DrawnGrid {
  /**
   * @param {HTMLTableElement} table
   * @param {[string, string][]} decisions [date, author] by their number
   * @param {SubjectData} subject
   * @param {SubjectWords} words
   */
  constructor(table, decisions, subject, words) {
    this.table = table;
    this.subject = subject;
    this.words = words;
    this.alphabet = new Alphabet(subject.alphabet);
    this.columns = readColumns(table);
    /** The parts of the grid: a head over several of them is none. */
    this.bodies = [...table.tBodies].filter(({ dataset }) => dataset.whole === undefined);
    /** Lines of the keyboard: every row of the parts, arrow rows included. */
    this.lines = this.bodies.flatMap((body) => [...body.rows]);
    /** @type {RowHead[]} */
    this.rows = [];
    /** @type {string[]} */
    this.sections = [];
    /** @type {HTMLTableCellElement[]} */
    this.cells = [];
    this.readLines();
    this.model = this.makeModel(decisions);
    /** @type {Map<HTMLElement, number>} */
    this.numbers = new Map(this.cells.map((cell, number) => [cell, number]));
    /** @type {Map<HTMLElement, Arrow>} */
    this.arrows = new Map([...table.querySelectorAll("td > button")].map((button) => [button, this.readArrow(button)]));
  }

  /** @param {[string, string][]} decisions */
  makeModel(decisions) {
    return new GridModel({
      rows: this.rows.map(({ id, section, isTyped }) => ({ id, section, isTyped })),
      columns: this.columns.map(({ id }) => id),
      typedColumns: new Set([...this.columns.keys()].filter((column) => this.columns[column].isTyped)),
      shutCells: new Set([...this.cells.keys()].filter((cell) => this.subject.marksShut && this.isMarked(cell))),
      apart: new Set(this.pupils.filter(({ apart }) => apart !== undefined).map(({ id }) => id)),
      pupilsAreRows: this.subject.pupilsAreRows,
      values: this.cells.map(({ dataset }) =>
        dataset.t === undefined ? this.alphabet.read(dataset.v ?? "") : (dataset.v ?? ""),
      ),
      alphabet: this.alphabet,
      decisions: storedDecisions(this.cells, decisions),
    });
  }

  /** Whether its column is marked, there where it stands. @param {number} cell */
  isMarked(cell) {
    return this.cells[cell].dataset.d !== undefined;
  }

  readLines() {
    for (const line of this.lines) {
      // A part that no arrow governs has no line of its own.
      const part = line.closest("tbody").dataset.section;
      if (part !== undefined && line === line.closest("tbody").rows[0]) this.sections.push(part);
      const name = line.querySelector("th").textContent.trim();
      if (line.dataset.i === undefined) {
        this.sections.push(name);
        continue;
      }
      const { i, t, apart } = line.dataset;
      this.rows.push({ id: Number(i), section: this.sections.length - 1, name, isTyped: t !== undefined, apart, line });
      this.cells.push(...placesOf(line).slice(0, this.columns.length));
    }
  }

  /** @returns {Head[]} */
  get pupils() {
    return this.subject.pupilsAreRows ? this.rows : this.columns;
  }

  /** @returns {Head[]} */
  get things() {
    return this.subject.pupilsAreRows ? this.columns : this.rows;
  }

  /** The places of the pupil and of the thing of a cell. @param {number} cell */
  placesOf(cell) {
    const { row, column } = this.model.positionOf(cell);
    return this.subject.pupilsAreRows ? { pupil: row, thing: column } : { pupil: column, thing: row };
  }

  /** The number of a cell, or undefined for anything else. @param {HTMLElement} element */
  numberOf(element) {
    return this.numbers.get(element.closest("td"));
  }

  /**
   * The cell that the focus is about: itself; for an arrow, where what it governs crosses the row and the column
   * of the cell looked at before.
   * @param {HTMLElement} element
   * @param {number} before
   */
  cellAbout(element, before) {
    const arrow = this.arrowOf(element);
    if (!arrow) return this.numberOf(element) ?? before;
    const { row, column } = this.model.positionOf(before);
    const section = arrow.section ?? this.rows[row].section;
    return this.model.cellAt(arrow.row ?? this.rowWithin(section, row), arrow.column ?? column);
  }

  /** `row` when it is one of this section, else the first that is. @param {number} section @param {number} row */
  rowWithin(section, row) {
    return this.rows[row].section === section ? row : this.rows.findIndex((each) => each.section === section);
  }

  /**
   * What an arrow button governs, in the words of the model; undefined when `element` is no arrow.
   * @param {HTMLElement} element
   */
  arrowOf(element) {
    return this.arrows.get(element);
  }

  /** @param {PageElement} button @returns {Arrow} */
  readArrow(button) {
    const line = button.closest("tr");
    const row = this.rows.findIndex((each) => each.line === line);
    if (row >= 0) return this.rowArrow(row);
    const section = this.bodies.indexOf(button.closest("tbody"));
    const column = placesOf(line).indexOf(button.closest("td"));
    return column < this.columns.length
      ? this.columnArrow(section, column)
      : { gesture: this.subject.gestures.part, section };
  }

  /** @param {number} row @returns {Arrow} */
  rowArrow(row) {
    const { pupil, thing } = this.subject.gestures;
    return { gesture: this.subject.pupilsAreRows ? pupil : thing, row };
  }

  /** @param {number} section @param {number} column @returns {Arrow} */
  columnArrow(section, column) {
    const { pupil, thing } = this.subject.gestures;
    return { gesture: this.subject.pupilsAreRows ? thing : pupil, section, column };
  }

  /** What an arrow governs, in words: a pupil, or a thing, or neither. @param {Arrow} arrow */
  wordsOf({ section, column, row }) {
    const name = this.sections[section ?? this.rows[row ?? 0].section];
    const [ofRow, ofColumn] = [this.rows[row ?? -1]?.name, this.columns[column ?? -1]?.name];
    const [pupil, thing] = this.subject.pupilsAreRows ? [ofRow, ofColumn] : [ofColumn, ofRow];
    return { section: name, whole: this.words.whole(name), pupil, thing };
  }

  /** @returns what to say of a cell; `isMarked` when its column is, for a reason of its subject @param {number} number */
  describe(number) {
    const { pupil, thing } = this.placesOf(number);
    const { note } = this.columns[this.model.positionOf(number).column];
    const { apart } = this.pupils[pupil];
    const value = this.model.current[number];
    return {
      pupil: this.pupils[pupil].name,
      thing: this.things[thing].name,
      value,
      said: this.said(number, value),
      isLocked: this.model.isLocked(number),
      isMarked: this.isMarked(number),
      apart,
      note: apart ?? note,
    };
  }

  /** What the heading of the thing of a cell says besides its name. @param {number} number */
  aboutThing(number) {
    const { row, column } = this.model.positionOf(number);
    const heading = this.subject.pupilsAreRows
      ? this.table.querySelectorAll("thead th[data-p]")[column]
      : this.rows[row].line.querySelector("th");
    return heading.dataset.about ?? "";
  }

  /** What a value of a cell is called: a text says itself. @param {number} number @param {Value} value */
  said(number, value) {
    return this.model.isTyped(number) && value !== "" ? String(value) : this.alphabet.word(value);
  }

  /** What else there is to know of a column: its note, why it is marked. @param {number} column */
  notesOf(column) {
    const { note, isMarked } = this.columns[column];
    return [note ?? "", isMarked ? (this.words.marked ?? "") : ""].filter(Boolean);
  }
}

/** The places of a line where the focus may be: all but its label, first or last. @param {HTMLTableRowElement} line */
export function placesOf(line) {
  return [...line.cells].filter(({ tagName }) => tagName === "TD");
}

/** @param {HTMLTableElement} table @returns {ColumnHead[]} */
function readColumns(table) {
  const notes = [...table.querySelectorAll("tfoot .badge")].map(({ title }) => title);
  return [...table.querySelectorAll("thead th[data-p]")].map((header, column) => {
    const name = header.textContent.trim();
    // The longest names are cut at two lines.
    header.title = name;
    const { p, d, t, apart } = header.dataset;
    if (apart !== undefined) header.title = `${name}, ${apart}`;
    return { id: Number(p), name, isTyped: t !== undefined, apart, isMarked: d !== undefined, note: notes[column] };
  });
}

/** @param {HTMLElement[]} cells @param {[string, string][]} decisions */
function storedDecisions(cells, decisions) {
  const stored = new Map();
  cells.forEach((cell, number) => {
    if (cell.dataset.k === undefined) return;
    const [on, by] = decisions[Number(cell.dataset.k)];
    stored.set(number, { on, by });
  });
  return stored;
}
