/** What helps to decide on a cell: the items of a compétence as they were a moment ago, what is behind a percentage. */

const FAILED = "Les items n'ont pas pu être lus : vérifiez la connexion au réseau.";
const PATIENCE = 300;
/** A colleague may be validating these very items: what was read longer ago than this is read again. */
const FRESH = 10_000;

export class Details {
  /** What was read of each cell, and when. @type {Map<number, {content: string, at: number}>} */
  #known = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;

  /**
   * @param {import("../grid/table.js").GridTable} table
   * @param {string} url where the two zeros stand for the pupil and the thing
   * @param {{fresh?: number}} [how] for how long what was read of a cell is not asked again
   */
  constructor(table, url, { fresh = FRESH } = {}) {
    this.fresh = fresh;
    this.table = table;
    this.url = url;
  }

  /**
   * Shows those of a cell in the panel, once somebody has stayed on it for a moment; what is known, meanwhile.
   * @param {HTMLElement} element
   * @param {number} cell
   */
  show(element, cell) {
    const isSame = element.dataset.of === String(cell);
    if (isSame && this.#isFresh(cell)) return;
    clearTimeout(this.#timer);
    element.dataset.of = String(cell);
    if (!isSame) element.innerHTML = this.#known.get(cell)?.content ?? "";
    if (!this.#isFresh(cell)) this.#timer = setTimeout(() => this.fill(element, cell), PATIENCE);
  }

  /** @param {HTMLElement} element @param {number} cell */
  async fill(element, cell) {
    element.dataset.of = String(cell);
    const content = await this.#read(cell);
    if (element.dataset.of !== String(cell)) return;
    if (content === null) element.textContent = FAILED;
    else element.innerHTML = content;
  }

  /** What was read is out of date. */
  forget() {
    this.#known.clear();
  }

  /** @param {number} cell */
  #isFresh(cell) {
    return performance.now() - (this.#known.get(cell)?.at ?? -Infinity) < this.fresh;
  }

  /** A failure is not kept: the next look asks again. @param {number} cell */
  async #read(cell) {
    const known = this.#known.get(cell);
    if (known && this.#isFresh(cell)) return known.content;
    try {
      const response = await fetch(this.#addressOf(cell), {
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
      });
      if (!response.ok) return null;
      const content = await response.text();
      this.#known.set(cell, { content, at: performance.now() });
      return content;
    } catch {
      return null;
    }
  }

  /** @param {number} cell */
  #addressOf(cell) {
    const [pupil, thing] = this.table.model.keyOf(cell);
    return this.url.replace("/0/0/", `/${pupil}/${thing}/`);
  }
}
