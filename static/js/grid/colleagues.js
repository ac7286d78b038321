/** What colleagues save while the page is open: shown as news for a moment; a cell clicked here and there waits. */

/**
 * @import { Company } from "./company.js"
 * @import { Conflict } from "./disputes.js"
 * @import { News } from "./live.js"
 * @import { GridPage } from "./page.js"
 */

/** For how long what a colleague saved is shown as news. */
const NEWS = 60_000;

export class Colleagues {
  /** The last news that brought each cell. @type {Map<number, Map<number, string>>} */
  #lastNews = new Map();

  /** @param {GridPage} page @param {Company} company */
  constructor(page, company) {
    this.page = page;
    this.company = company;
  }

  /** @param {News} news */
  onNews({ own, taken, disputed }) {
    const { page } = this;
    page.repaint([...own, ...taken.keys(), ...disputed.keys()]);
    if (taken.size > 0) this.company.receive(taken);
    const authors = new Map([...own.map((cell) => /** @type {const} */ ([cell, page.settings.me])), ...taken]);
    page.conflicts.renew(new Map([...authors].map(([cell, author]) => [cell, this.#storedNow(cell, author)])));
    this.addDisputes(disputed);
    page.refresh();
    this.#growOldLater(taken);
  }

  /** @param {Map<number, Conflict>} disputed */
  addDisputes(disputed) {
    this.page.conflicts.add(new Map([...disputed].map(([cell, conflict]) => [cell, { ...conflict, isLive: true }])));
  }

  /** A text was being typed where a colleague saved another one: the person chooses. @param {number} cell @param {string} text */
  overtaken(cell, text) {
    const { model, offline } = this.page;
    const decision = model.decisions.get(cell);
    model.restore(cell, [], text);
    const dispute = { wanted: text, stored: model.displayed[cell], author: decision?.by ?? "", date: decision?.on };
    this.page.repaint([cell]);
    offline.clicked([cell]);
    this.addDisputes(new Map([[cell, dispute]]));
    this.page.refresh();
  }

  /** @param {number} cell @param {string} author */
  #storedNow(cell, author) {
    const { displayed, decisions } = this.page.model;
    return { stored: displayed[cell], author, date: decisions.get(cell)?.on };
  }

  /** @param {Map<number, string>} taken */
  #growOldLater(taken) {
    if (taken.size === 0) return;
    for (const cell of taken.keys()) this.#lastNews.set(cell, taken);
    // A cell that came again meanwhile is news for as long as any other.
    setTimeout(() => this.page.growOld([...taken.keys()].filter((cell) => this.#lastNews.get(cell) === taken)), NEWS);
  }
}
