/**
 * A cell of a gesture is what it was and what it becomes: its row, its column, its tick.
 * @typedef {[number, number, "on" | "off" | "role" | "plain"]} Triple
 * @typedef {{from: Triple, to: Triple}} Cell
 */

/** The boxes of a tick grid and of its second table, by row and column. */
export class Board {
  /** @param {PageElement} root */
  constructor(root) {
    this.table = root.querySelector("#grid");
    this.summaries = root.querySelector("#summaries");
    this.isExclusive = root.dataset.exclusive !== undefined;
    this.columns = [...(this.table?.tHead?.rows[0].cells ?? [])].slice(1);
    this.rows = [...(this.table?.tBodies[0].rows ?? [])];
    this.byRow = new Map(this.rows.map((row) => [Number(row.dataset.pk), row]));
    this.columnNumbers = new Map(this.columns.map((head, number) => [Number(head.dataset.pk), number]));
    /** Where nobody has several columns: the one of each row, perhaps not shown. */
    this.held = new Map(this.rows.map((row) => [row, Number(row.dataset.held)]));
    for (const row of this.rows) this.#name(row);
  }

  /** @param {HTMLTableRowElement} row */
  #name(row) {
    const name = row.querySelector("[data-name]").textContent;
    this.boxesOf(row).forEach((box, number) => {
      box.setAttribute("aria-label", `${name}, ${this.#columnName(number)}`);
    });
  }

  /** @param {number} number */
  #columnName(number) {
    return this.columns[number].querySelector("button").textContent;
  }

  /** @param {HTMLTableRowElement} row */
  boxesOf(row) {
    return [...row.querySelectorAll("td input")];
  }

  get shownRows() {
    return this.rows.filter((row) => !row.hidden);
  }

  /** Where a box is: its row, the number of its column. @param {PageElement} box */
  placeOf(box) {
    return { row: box.closest("tr"), number: box.closest("td").cellIndex - 1 };
  }

  /** @param {HTMLTableRowElement} row @param {number} [number] of the column, when the grid shows it */
  boxAt(row, number = NaN) {
    return row.cells[number + 1]?.querySelector("input");
  }

  /** Puts a box that has just been clicked back as it was: the gesture says what changes. @param {PageElement} box */
  restore(box) {
    if (this.isExclusive) this.#place(box.closest("tr"), this.#heldBy(box.closest("tr")));
    else box.checked = !box.checked;
  }

  /** @param {HTMLTableRowElement} row */
  #heldBy(row) {
    return this.held.get(row) ?? 0;
  }

  /** @param {HTMLTableRowElement} row @param {number} column */
  #place(row, column) {
    this.held.set(row, column);
    for (const box of this.boxesOf(row)) box.checked = false;
    const box = this.boxAt(row, this.columnNumbers.get(column));
    if (box) box.checked = true;
  }

  /**
   * The cells that change when these boxes are ticked or not.
   * @param {PageElement[]} boxes
   * @param {boolean} isOn
   * @returns {Cell[]}
   */
  cellsOf(boxes, isOn) {
    return boxes
      .filter((box) => box.checked !== isOn)
      .map((box) => (this.isExclusive ? this.#move(box) : this.#tick(box, isOn)));
  }

  /** @param {PageElement} box @returns {Cell} */
  #move(box) {
    const { row, number } = this.placeOf(box);
    return { from: [Number(row.dataset.pk), this.#heldBy(row), "on"], to: this.#triple(row, number, "on") };
  }

  /** @param {PageElement} box @param {boolean} isOn @returns {Cell} */
  #tick(box, isOn) {
    const { row, number } = this.placeOf(box);
    const before = !box.checked
      ? "off"
      : this.roleBox(row.dataset.pk, this.columns[number].dataset.pk)?.checked
        ? "role"
        : "plain";
    return { from: this.#triple(row, number, before), to: this.#triple(row, number, isOn ? "on" : "off") };
  }

  /** @param {HTMLTableRowElement} row @param {number} number @param {Triple[2]} tick @returns {Triple} */
  #triple(row, number, tick) {
    return [Number(row.dataset.pk), Number(this.columns[number].dataset.pk), tick];
  }

  /** @param {number | string | undefined} row @param {number | string | undefined} column */
  roleBox(row, column) {
    return this.summaries?.querySelector(`tr[data-column="${column}"] [data-role="${row}"]`);
  }

  /** The cell of a box of the second table that has just been clicked. @param {PageElement} box @returns {Cell} */
  roleCell(box) {
    const row = Number(box.dataset.role);
    const column = Number(box.closest("tr").dataset.column);
    return box.checked
      ? { from: [row, column, "plain"], to: [row, column, "role"] }
      : { from: [row, column, "role"], to: [row, column, "plain"] };
  }

  /** @param {Cell[]} cells @param {"from" | "to"} side */
  paint(cells, side) {
    for (const cell of cells) {
      const [row, column, tick] = cell[side];
      const box = this.#boxOf(cell[side]);
      const line = this.byRow.get(row);
      if (this.isExclusive && line) this.#place(line, column);
      else if (box) box.checked = tick !== "off";
      const role = this.roleBox(row, column);
      if (role && tick !== "on") role.checked = tick === "role";
    }
  }

  /** @param {Cell[]} cells @param {boolean} isBusy */
  setBusy(cells, isBusy) {
    for (const { to } of cells) {
      if (isBusy) this.#boxOf(to)?.setAttribute("aria-busy", "true");
      else this.#boxOf(to)?.removeAttribute("aria-busy");
    }
  }

  /** @param {number[] | Triple} place */
  #boxOf([row, column]) {
    const line = this.byRow.get(row);
    return line && this.boxAt(line, this.columnNumbers.get(column));
  }

  /**
   * What the server knows better: how many there are in each column, the second table.
   * @param {{counts: Record<string, number>, summaries?: string[]}} answer
   */
  showAnswer({ counts, summaries = [] }) {
    for (const place of this.table.querySelectorAll("[data-count]"))
      place.textContent = String(counts[place.dataset.count] ?? 0);
    for (const html of summaries) this.#showSummary(html);
  }

  /** The focus stays where it was. @param {string} html */
  #showSummary(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const row = holder.content.querySelector("tr");
    const old = this.summaries.querySelector(`tr[data-column="${row.dataset.column}"]`);
    const active = document.activeElement;
    const focused = active instanceof HTMLElement && old.contains(active) ? active.dataset.role : undefined;
    row.hidden = old.hidden;
    old.replaceWith(row);
    if (focused) row.querySelector(`[data-role="${focused}"]`)?.focus();
  }

  /** « DURAND Paul, CM2 A, oui » @param {Cell} cell */
  describe({ to: [row, column, tick] }) {
    const role = this.roleBox(row, column);
    if (role && (tick === "role" || tick === "plain")) {
      return `${role.closest("label").textContent.trim().replace(/\s+/g, " ")}, ${tick === "role" ? "oui" : "non"}`;
    }
    const name = this.#boxOf([row, column])?.getAttribute("aria-label") ?? "";
    return this.isExclusive ? name : `${name}, ${tick === "off" ? "non" : "oui"}`;
  }
}
