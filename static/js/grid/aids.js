/** Many cells in one gesture: « Tout valider sauf… » and the paste of a column. Nothing changes before the button. */
import { readColumn } from "./columns.js";
import { NOT_VALIDATED, UNDECIDED, VALIDATED } from "./model.js";
import { count } from "./words.js";

const SHOWN = 8;

class LineDialog {
  /**
   * @param {HTMLDialogElement} dialog about one line of the grid, whole: a row, or a column
   * @param {HTMLButtonElement} button that opens it
   * @param {object} parts
   * @param {import("./table.js").GridTable} parts.table
   * @param {() => number} parts.currentCell
   * @param {(cells: number[]) => void} parts.onChange
   */
  constructor(dialog, button, parts) {
    Object.assign(this, parts, { dialog, model: parts.table.model });
    this.part = (name) => dialog.querySelector(`[data-aid="${name}"]`);
    button.addEventListener("click", () => this.open());
    dialog.addEventListener("input", (event) => (event.target.name?.endsWith("-line") ? this.fill() : this.preview()));
    dialog.addEventListener("click", (event) => this.#choose(event.target.closest("button")?.value));
  }

  open() {
    const { row, column } = this.model.positionOf(this.currentCell());
    Object.assign(this, { row, column });
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
    const { rows, columns } = this.model;
    return this.isRow
      ? columns.map((_, column) => this.model.cellAt(this.row, column))
      : rows.map((_, row) => this.model.cellAt(row, this.column));
  }

  get names() {
    return this.isRow ? this.table.pupils.map(({ name }) => name) : this.table.items.map(({ label }) => label);
  }

  fill() {
    this.preview();
  }

  #choose(value) {
    if (value === "cancel") this.dialog.close();
    if (value !== "apply" || this.part("apply").getAttribute("aria-disabled") === "true") return;
    const wanted = this.wanted();
    this.dialog.close();
    this.onChange(this.model.setCells(wanted, this.gesture));
  }

  /** How many cells would change, and how. */
  changes(wanted) {
    const totals = [0, 0, 0];
    for (const [cell, state] of wanted) {
      if (this.model.current[cell] !== state && !this.model.isLocked(cell)) totals[state] += 1;
    }
    return totals;
  }

  say(totals) {
    const [refused, validated, erased] = totals;
    const changed = refused + validated + erased;
    this.part("preview").textContent =
      changed === 0
        ? "Aucune case ne changerait."
        : `${count(changed, "case changera", "cases changeront")} : ${validated} à valider, ${refused} à mettre non validé, ${erased} à effacer. L'enregistrement se fera comme pour vos autres clics ; Ctrl Z défait tout d'un coup.`;
    this.part("apply").setAttribute("aria-disabled", String(changed === 0));
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
    const others = this.dialog.querySelector("[name=but-state]:checked").value;
    const excepted = new Set(
      [...this.part("exceptions").querySelectorAll(":checked")].map(({ value }) => Number(value)),
    );
    const wanted = new Map();
    this.cells.forEach((cell, place) => {
      if (!excepted.has(place)) wanted.set(cell, VALIDATED);
      else if (others !== "leave") wanted.set(cell, others === "undecided" ? UNDECIDED : NOT_VALIDATED);
    });
    return wanted;
  }

  preview() {
    this.say(this.changes(this.wanted()));
  }
}

export class Paste extends LineDialog {
  gesture = "paste";

  open() {
    this.part("text").value = "";
    super.open();
    this.part("text").focus();
  }

  wanted() {
    const { states } = readColumn(this.part("text").value, this.names);
    const { cells } = this;
    return new Map([...states].map(([place, state]) => [cells[place], state]));
  }

  preview() {
    const text = this.part("text").value;
    const { states, problems } = text === "" ? { states: new Map(), problems: [] } : readColumn(text, this.names);
    const shown = problems.slice(0, SHOWN);
    if (problems.length > SHOWN) shown.push(`et ${count(problems.length - SHOWN, "autre ligne", "autres lignes")}.`);
    this.part("problems").replaceChildren(...shown.map(line));
    this.part("problems").hidden = problems.length === 0;
    if (problems.length > 0) return this.#refuse();
    this.say(text === "" ? [0, 0, 0] : this.changes(this.wanted()));
    const absent = this.names.length - states.size;
    if (text !== "" && absent > 0)
      this.part("preview").textContent +=
        ` ${count(absent, "ligne absente du collage, laissée", "lignes absentes du collage, laissées")} comme avant.`;
  }

  #refuse() {
    this.part("preview").textContent = "Rien ne sera collé tant que ces lignes ne sont pas corrigées.";
    this.part("apply").setAttribute("aria-disabled", "true");
  }
}

function box(name, place) {
  const label = document.createElement("label");
  label.className = "check";
  const input = Object.assign(document.createElement("input"), { type: "checkbox", value: place, autocomplete: "off" });
  const words = document.createElement("span");
  words.textContent = name;
  label.append(input, " ", words);
  return label;
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
