/** Many cells in one gesture: « Tout valider sauf… » and the paste of a column. Nothing changes before the button. */
import { absentSentence, allBut, changesOf, changesSentence, pasted } from "./lines.js";

/** @import { Value } from "./alphabet.js" */

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
    const { pupil, thing } = this.table.describe(this.cell);
    const [ofThing, ofPupil] = this.table.subject.pupilsAreRows ? ["column", "row"] : ["row", "column"];
    this.part(ofThing).textContent = `« ${thing} », pour chaque élève`;
    this.part(ofPupil).textContent = `${pupil}, pour chaque ${ofPupil === "row" ? "colonne" : "ligne"} de la grille`;
    this.fill();
    this.dialog.showModal();
  }

  get isRow() {
    return this.dialog.querySelector("[name$=-line]:checked").value === "row";
  }

  /** The cells of the line. */
  get cells() {
    return this.model.lineAround(this.cell, this.isRow);
  }

  /** What tells them apart. */
  get places() {
    const heads = this.isRow ? this.table.columns : this.table.rows;
    return heads.map(({ name }, place) => ({ name, isTyped: this.model.isTyped(this.cells[place]) }));
  }

  /** Whether the line is that of one pupil. */
  get isOfPupil() {
    return this.isRow === this.table.subject.pupilsAreRows;
  }

  /** By what name the server knows the gesture. */
  get gesture() {
    return "cell";
  }

  /** @returns {Map<number, Value>} the value wanted of each cell */
  wanted() {
    return new Map();
  }

  fill() {
    this.preview();
  }

  preview() {
    this.say(this.wanted());
  }

  /** Nothing of what was said is needed any more. */
  applied() {}

  /** @param {string | undefined} value */
  #choose(value) {
    if (value === "cancel") this.dialog.close();
    if (value !== "apply" || this.part("apply").getAttribute("aria-disabled") === "true") return;
    const wanted = this.wanted();
    this.applied();
    this.dialog.close();
    this.onChange(this.model.setCells(wanted, this.gesture));
  }

  /** @param {Map<number, Value>} wanted @param {string} [more] */
  say(wanted, more = "") {
    const changes = changesOf(this.model, wanted);
    this.part("preview").textContent = `${changesSentence(changes, this.model.alphabet)}${more}`;
    const isNothing = changes.texts === 0 && [...changes.states.values()].every((number) => number === 0);
    this.part("apply").setAttribute("aria-disabled", String(isNothing));
  }
}

export class AllBut extends LineDialog {
  get gesture() {
    const { allButPupil, allButThing } = this.table.subject.gestures;
    return this.isOfPupil ? allButPupil : allButThing;
  }

  /** One box each for what has a state; none is ticked. */
  fill() {
    const boxes = [...this.places.entries()].filter(([, { isTyped }]) => !isTyped);
    this.part("exceptions").replaceChildren(...boxes.map(([place, { name }]) => box(name, place)));
    super.fill();
  }

  wanted() {
    const { alphabet } = this.model;
    const ticked = new Set([...this.part("exceptions").querySelectorAll(":checked")].map(({ value }) => value));
    const cells = this.cells.filter((cell) => !this.model.isTyped(cell));
    const places = [...this.part("exceptions").querySelectorAll("input")].map(({ value }) => value);
    const excepted = new Set([...places.keys()].filter((number) => ticked.has(places[number])));
    const given = this.part("given") ? alphabet.read(this.part("given").value) : alphabet.first;
    const others = this.dialog.querySelector("[name=but-state]:checked");
    return allBut(cells, excepted, given, "state" in others.dataset ? alphabet.read(others.value) : undefined);
  }
}

export class Paste extends LineDialog {
  get gesture() {
    return "paste";
  }

  /** What was pasted before Escape is there again. */
  open() {
    super.open();
    this.part("text").focus();
  }

  applied() {
    this.part("text").value = "";
  }

  get pasted() {
    return pasted(this.part("text").value, this.cells, this.places, this.model.alphabet);
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
