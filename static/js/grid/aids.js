/** Many cells in one gesture: « Tout valider sauf… » and the paste of a column. Nothing changes before the button. */
import { absentSentence, allBut, changesOf, changesSentence, lineAround, pasted } from "./lines.js";

class LineDialog {
  /**
   * @param {HTMLDialogElement} dialog about one line of the grid, whole: a row, or a column
   * @param {HTMLButtonElement} button that opens it
   * @param {object} parts
   * @param {import("./table.js").GridTable} parts.table
   * @param {() => number} parts.currentCell
   * @param {(cells: number[]) => void} parts.onChange
   */
  constructor(dialog, button, { table, currentCell, onChange }) {
    this.dialog = dialog;
    this.table = table;
    this.model = table.model;
    this.currentCell = currentCell;
    this.onChange = onChange;
    /** The cell that the line was asked around. */
    this.cell = 0;
    button.addEventListener("click", () => this.open());
    dialog.addEventListener("input", (event) => (event.target.name?.endsWith("-line") ? this.fill() : this.preview()));
    dialog.addEventListener("click", (event) => this.#choose(event.target.closest("button")?.value));
  }

  /** @param {string} name */
  part(name) {
    return this.dialog.querySelector(`[data-aid="${name}"]`);
  }

  open() {
    this.cell = this.currentCell();
    const { row, column } = this.model.positionOf(this.cell);
    this.part("row").textContent = `« ${this.table.items[row].label} », pour chaque élève`;
    this.part("column").textContent = `${this.table.pupils[column].name}, pour chaque ligne de la grille`;
    this.fill();
    this.dialog.showModal();
  }

  get isRow() {
    return this.dialog.querySelector("[name$=-line]:checked").value === "row";
  }

  /** The cells of the line, and what tells them apart. */
  get cells() {
    return lineAround(this.model, this.cell, this.isRow);
  }

  get names() {
    return this.isRow ? this.table.pupils.map(({ name }) => name) : this.table.items.map(({ label }) => label);
  }

  /** By what name the server knows the gesture. */
  get gesture() {
    return "cell";
  }

  /** @returns {Map<number, number>} the state wanted of each cell */
  wanted() {
    return new Map();
  }

  fill() {
    this.preview();
  }

  preview() {
    this.say(this.wanted());
  }

  /** @param {string | undefined} value */
  #choose(value) {
    if (value === "cancel") this.dialog.close();
    if (value !== "apply" || this.part("apply").getAttribute("aria-disabled") === "true") return;
    const wanted = this.wanted();
    this.dialog.close();
    this.onChange(this.model.setCells(wanted, this.gesture));
  }

  /** @param {Map<number, number>} wanted @param {string} [more] */
  say(wanted, more = "") {
    const totals = changesOf(this.model, wanted);
    this.part("preview").textContent = `${changesSentence(totals)}${more}`;
    this.part("apply").setAttribute("aria-disabled", String(totals.every((total) => total === 0)));
  }
}

export class AllBut extends LineDialog {
  get gesture() {
    return this.isRow ? "all_but_item" : "all_but_pupil";
  }

  /** One box each; nobody is ticked. */
  fill() {
    this.part("exceptions").replaceChildren(...this.names.map((name, place) => box(name, place)));
    super.fill();
  }

  wanted() {
    const ticked = [...this.part("exceptions").querySelectorAll(":checked")];
    const excepted = new Set(ticked.map(({ value }) => Number(value)));
    return allBut(this.cells, excepted, this.dialog.querySelector("[name=but-state]:checked").value);
  }
}

export class Paste extends LineDialog {
  get gesture() {
    return "paste";
  }

  open() {
    this.part("text").value = "";
    super.open();
    this.part("text").focus();
  }

  get pasted() {
    return pasted(this.part("text").value, this.cells, this.names);
  }

  wanted() {
    return this.pasted.wanted;
  }

  preview() {
    const { wanted, problems, absent } = this.pasted;
    this.part("problems").replaceChildren(...problems.map(line));
    this.part("problems").hidden = problems.length === 0;
    if (problems.length > 0) this.#refuse();
    else this.say(wanted, absentSentence(absent));
  }

  #refuse() {
    this.part("preview").textContent = "Rien ne sera collé tant que ces lignes ne sont pas corrigées.";
    this.part("apply").setAttribute("aria-disabled", "true");
  }
}

/** @param {string} name @param {number} place */
function box(name, place) {
  const label = document.createElement("label");
  label.className = "check";
  const input = document.createElement("input");
  Object.assign(input, { type: "checkbox", value: String(place), autocomplete: "off" });
  const words = document.createElement("span");
  words.textContent = name;
  label.append(input, " ", words);
  return label;
}

/** @param {string} text */
function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
