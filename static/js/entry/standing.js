/** Where the pupil of a cell stands on its item, as it is and as the code that is typed would make it. */

const FAILED = "L'acquisition n'a pas pu être lue : vérifiez la connexion au réseau.";
const PATIENCE = 120;

export class Standing {
  /** What was read, by cell and code. @type {Map<string, string>} */
  #known = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;

  /**
   * @param {import("../grid/table.js").GridTable} table
   * @param {string} url where the two zeros stand for the pupil and the item
   */
  constructor(table, url) {
    this.table = table;
    this.url = url;
  }

  /** What a save or a colleague changed is read again. */
  forget() {
    this.#known.clear();
  }

  /** In the panel, once somebody has stayed on a cell for a moment. @param {HTMLElement} element @param {number} cell */
  show(element, cell) {
    const key = this.#keyOf(cell);
    if (element.dataset.of === key) return;
    clearTimeout(this.#timer);
    element.dataset.of = key;
    const known = this.#known.get(key);
    if (known === undefined) this.#timer = setTimeout(() => this.fill(element, cell), PATIENCE);
    else element.innerHTML = known;
  }

  /** @param {HTMLElement} element @param {number} cell */
  async fill(element, cell) {
    const key = this.#keyOf(cell);
    element.dataset.of = key;
    const content = this.#known.get(key) ?? (await this.#read(cell, key));
    // Another cell, or another code, was asked for meanwhile.
    if (element.dataset.of !== key) return;
    if (content === null) element.textContent = FAILED;
    else element.innerHTML = content;
  }

  /** @param {number} cell */
  #keyOf(cell) {
    const { model } = this.table;
    return `${cell} ${model.displayed[cell]} ${model.current[cell]}`;
  }

  /** A failure is not kept: the next look asks again. @param {number} cell @param {string} key */
  async #read(cell, key) {
    const [pupil, item] = this.table.model.keyOf(cell);
    const query = new URLSearchParams({ code: String(this.table.model.current[cell]) });
    try {
      const response = await fetch(`${this.url.replace("/0/0/", `/${pupil}/${item}/`)}?${query}`, {
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
      });
      if (!response.ok) return null;
      const content = await response.text();
      this.#known.set(key, content);
      return content;
    } catch {
      return null;
    }
  }
}
