/** What helps to decide on a compétence: its items for one pupil, asked once per cell. */

const FAILED = "Les items n'ont pas pu être lus : vérifiez la connexion au réseau.";
const PATIENCE = 300;

export class Details {
  #known = new Map();
  #timer = 0;

  /**
   * @param {import("./table.js").GridTable} table
   * @param {string} url where the two zeros stand for the pupil and the compétence
   */
  constructor(table, url) {
    this.table = table;
    this.url = url;
  }

  /** Shows those of a cell in the panel, once somebody has stayed on it for a moment. */
  show(element, cell) {
    if (element.dataset.of === String(cell)) return;
    clearTimeout(this.#timer);
    element.dataset.of = cell;
    if (this.#known.has(cell)) {
      this.fill(element, cell);
      return;
    }
    element.replaceChildren();
    this.#timer = setTimeout(() => this.fill(element, cell), PATIENCE);
  }

  async fill(element, cell) {
    element.dataset.of = cell;
    const content = await this.#read(cell);
    if (element.dataset.of !== String(cell)) return;
    if (content === null) element.textContent = FAILED;
    else element.innerHTML = content;
  }

  async #read(cell) {
    if (this.#known.has(cell)) return this.#known.get(cell);
    try {
      const response = await fetch(this.#addressOf(cell), { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
      if (!response.ok) return null;
      this.#known.set(cell, await response.text());
      return this.#known.get(cell);
    } catch {
      return null;
    }
  }

  #addressOf(cell) {
    const { row, column } = this.table.model.positionOf(cell);
    return this.url.replace("/0/0/", `/${this.table.pupils[column].id}/${this.table.items[row].id}/`);
  }
}
