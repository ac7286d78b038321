/**
 * The grid as a table: reads what the server drew into a model, repaints cells and
 * arrows, gives them their accessible names, moves the single tab stop.
 *
 * The server draws light cells (`<td data-v data-k>`); signs and colours come from
 * the style sheet by `data-v`, so that one attribute is all a change costs.
 */
import { GridModel, VALIDATED } from "./model.js";
import { ABOUT, arrowName } from "./words.js";

/** @type {Record<string, string>} */
const ARROWS = { "↓": "pupil_arrow", "←": "item_arrow", "↘": "domaine_arrow" };

/**
 * @import { Arrow } from "./model.js"
 *
 * @typedef {{id: number, section: number, label: string, line: HTMLTableRowElement}} Item
 * @typedef {{id: number, name: string, isDone: boolean, language: string | undefined}} Pupil
 */

export class GridTable {
  /**
   * @param {HTMLTableElement} table
   * @param {[string, string][]} decisions [date, author] by their number
   * @param {"item" | "pilier"} about what the rows are
   */
  constructor(table, decisions, about) {
    this.table = table;
    this.words = ABOUT[about];
    const languages = [...table.querySelectorAll("tfoot .badge")].map(({ title }) => title);
    /** @type {Pupil[]} */
    this.pupils = [...headRow(table).querySelectorAll("th[data-p]")].map((header, column) => ({
      ...readPupil(header),
      language: languages[column],
    }));
    /** Lines of the keyboard: every row of the body, arrow rows included. */
    this.lines = [...table.tBodies].flatMap((body) => [...body.rows]);
    /** @type {Item[]} */
    this.items = [];
    /** @type {string[]} */
    this.sections = [];
    /** @type {HTMLTableCellElement[]} */
    this.cells = [];
    this.readLines();
    this.model = new GridModel({
      rows: this.items.map(({ id, section }) => ({ id, section })),
      columns: this.pupils.map(({ id }) => id),
      states: this.cells.map((cell) => Number(cell.dataset.v)),
      decisions: storedDecisions(this.cells, decisions),
      finalState: about === "pilier" ? VALIDATED : null,
    });
    /** @type {Map<HTMLElement, number>} */
    this.numbers = new Map(this.cells.map((cell, number) => [cell, number]));
    /** @type {Map<HTMLElement, Arrow>} */
    this.arrows = new Map([...table.querySelectorAll("td > button")].map((button) => [button, this.readArrow(button)]));
    for (const number of this.cells.keys()) this.dressCell(number);
    this.paintArrows();
    /** What has the tab stop: a cell, or an arrow. */
    this.current = /** @type {HTMLElement} */ (this.cells[this.model.nextUndecided(-1) ?? 0]);
    this.current.tabIndex = 0;
  }

  readLines() {
    for (const line of this.lines) {
      const label = line.cells[line.cells.length - 1].textContent.trim();
      if (line.dataset.i === undefined) {
        this.sections.push(label);
        continue;
      }
      this.items.push({ id: Number(line.dataset.i), section: this.sections.length - 1, label, line });
      this.cells.push(...[...line.cells].slice(0, this.pupils.length));
    }
  }

  /** The number of a state cell, or undefined for anything else. @param {HTMLElement} element */
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
    const section = arrow.section ?? this.items[row].section;
    return this.model.cellAt(arrow.row ?? this.rowWithin(section, row), arrow.column ?? column);
  }

  /** `row` when it is one of this section, else the first that is. @param {number} section @param {number} row */
  rowWithin(section, row) {
    return this.items[row].section === section ? row : this.items.findIndex((item) => item.section === section);
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
    const gesture = ARROWS[button.textContent];
    const line = button.closest("tr");
    if (gesture === "item_arrow") return { gesture, row: this.items.findIndex((item) => item.line === line) };
    const section = [...this.table.tBodies].indexOf(button.closest("tbody"));
    return gesture === "pupil_arrow"
      ? { gesture, section, column: button.closest("td").cellIndex }
      : { gesture, section };
  }

  /** @param {number[]} numbers */
  paint(numbers) {
    for (const number of numbers) {
      const cell = this.cells[number];
      cell.dataset.v = String(this.model.current[number]);
      cell.classList.toggle("unsaved", this.model.unsaved.has(number));
      this.markAuthor(cell, this.model.received.get(number));
      this.dressCell(number);
    }
  }

  /**
   * A cell that a colleague has just saved says it discreetly.
   * @param {HTMLElement} cell
   * @param {string | undefined} author
   */
  markAuthor(cell, author) {
    cell.classList.toggle("received", author !== undefined);
    if (author === undefined) cell.removeAttribute("title");
    else cell.title = receivedFrom(author);
  }

  paintArrows() {
    for (const [button, arrow] of this.arrows) {
      const state = this.model.arrowState(arrow);
      if (button.dataset.next === String(state)) continue;
      button.dataset.next = String(state);
      button.setAttribute("aria-label", arrowName({ gesture: arrow.gesture, state, ...this.wordsOf(arrow) }));
    }
  }

  /** @param {Arrow} arrow */
  wordsOf({ section, column, row }) {
    const name = this.sections[section ?? -1];
    const { refuse, whole } = this.words;
    return {
      section: name,
      refuse,
      whole: whole(name),
      pupil: this.pupils[column ?? -1]?.name,
      item: this.items[row ?? -1]?.label,
    };
  }

  /** What a cell says of itself: its name, and the lock of what is final. @param {number} number */
  dressCell(number) {
    const { pupil, item, said, isLocked, isDone } = this.describe(number);
    const cell = this.cells[number];
    const lock = isLocked ? ", verrouillée" : "";
    const pending = this.model.unsaved.has(number) ? ", pas encore enregistré" : "";
    const done = isDone ? ", compétence validée" : "";
    const author = this.model.received.get(number);
    const fresh = author === undefined ? "" : `, ${receivedFrom(author)}`;
    cell.setAttribute("aria-label", `${pupil}, ${item} : ${said}${lock}${pending}${done}${fresh}`);
    if (isLocked === cell.classList.contains("locked")) return;
    cell.classList.toggle("locked", isLocked);
    if (isLocked) cell.setAttribute("aria-readonly", "true");
    else cell.removeAttribute("aria-readonly");
  }

  /**
   * @returns what to say of a cell; `isDone` when it is an item of a compétence that is validated for this pupil
   * @param {number} number
   */
  describe(number) {
    const { row, column } = this.model.positionOf(number);
    const state = this.model.current[number];
    const { name, isDone, language } = this.pupils[column];
    const isLocked = this.model.isLocked(number);
    return {
      pupil: name,
      item: this.items[row].label,
      state,
      said: this.words.states[state],
      isLocked,
      isDone,
      language,
    };
  }

  /**
   * What else there is to know of a pupil on this grid: his foreign language, his compétence when it is validated.
   * @param {number} column
   */
  pupilWords(column) {
    const { language, isDone } = this.pupils[column];
    return [language ?? "", isDone ? "compétence validée" : ""].filter(Boolean);
  }

  /** Gives the focus, and with it the tab stop, to a cell or an arrow. @param {HTMLElement} target */
  focus(target) {
    this.placeTabStop(target);
    target.focus();
  }

  /** @param {HTMLElement} target */
  placeTabStop(target) {
    // Without its tabindex, even for a moment, what has the focus loses it.
    if (target === this.current) return;
    if (this.current instanceof HTMLButtonElement) this.current.tabIndex = -1;
    else this.current.removeAttribute("tabindex");
    target.tabIndex = 0;
    this.current = target;
  }

  /** What the person looks at, brought into sight. @param {number} number */
  show(number) {
    this.focus(this.cells[number]);
  }

  nextUndecided() {
    return this.model.nextUndecided(this.numberOf(this.current) ?? -1);
  }

  /** @param {number} line @param {number} column */
  focusableAt(line, column) {
    const cell = this.lines[line]?.cells[column];
    if (!cell || column > this.pupils.length) return null;
    return cell.querySelector("button") ?? cell;
  }

  get place() {
    const cell = this.current.closest("td");
    return { line: this.lines.indexOf(cell.closest("tr")), column: cell.cellIndex };
  }
}

/** @param {string} author */
function receivedFrom(author) {
  return `reçu à l'instant de ${author || "quelqu'un d'autre"}`;
}

/** @param {HTMLElement} header */
function readPupil(header) {
  const name = header.textContent.trim();
  // The longest names are cut at two lines.
  header.title = name;
  return { id: Number(header.dataset.p), name, isDone: header.dataset.d !== undefined };
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

/** The row that names the pupils. @param {HTMLTableElement} table */
function headRow(table) {
  return table.querySelector("thead tr");
}
