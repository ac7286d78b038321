/**
 * Figures beside the decisions of a grid: shown or hidden, made of what the person chooses, without the page. They help
 * to decide and decide nothing: « proposer » fills what is blank after them, and only a save makes decisions of it.
 */
import { isJson, post } from "../page-token.js";
import { listenToChoices } from "./figure-choices.js";
import { best, nextOf, proposals, tally } from "./figured.js";
import { NO_FIGURES, count } from "./words.js";

/**
 * @import { GridPage } from "./page.js"
 * @import { Figured, Level } from "./figured.js"
 *
 * @typedef {object} Told what the server says of the figures of a grid
 * @property {Level[]} levels from the lowest
 * @property {string} unit « % d'items acquis »
 * @property {string} nothing
 * @property {string} enough « à 61 % ou plus »
 * @property {string} told what they are made of, when it is not the usual
 * @property {string} style the address of their colours
 * @property {[number, number, number, number][]} [cells] pupil, thing, figure, level
 */

/** The results may have changed meanwhile, in another tab: coming back after this, they are read again. */
const STALE = 30_000;

/** @param {GridPage} page @returns {Figures | null} null on a page without figures */
export function makeFigures(page) {
  const element = document.getElementById("grid-figures");
  return element ? new Figures(page, JSON.parse(element.textContent)) : null;
}

export class Figures {
  /** @type {Figured} */
  #cells = new Map();
  /** @type {Told | null} */
  #told = null;
  #readAt = 0;

  /** @param {GridPage} page @param {{url: string, proposes: boolean, shown: Told | null}} settings */
  constructor(page, { url, shown }) {
    this.page = page;
    this.url = url;
    this.isShown = shown !== null;
    this.box = page.part("figures");
    // A browser that comes back to a page keeps what was ticked.
    this.box.checked = this.isShown;
    if (shown) this.#takeDrawn(shown);
    this.#listen();
  }

  /** @param {string} name */
  part(name) {
    return document.querySelector(`[data-figures="${name}"]`);
  }

  #listen() {
    this.box.addEventListener("change", () => this.#turn(this.box.checked));
    this.part("next").addEventListener("click", () => this.goToNext());
    listenToChoices(this);
    document.addEventListener("visibilitychange", () => this.#comeBack());
  }

  /** Those that came with the page. @param {Told} told */
  #takeDrawn(told) {
    const { cells } = this.page.table;
    for (const [cell, { dataset }] of cells.entries())
      if (dataset.f !== undefined) this.#cells.set(cell, { figure: Number(dataset.f), level: Number(dataset.l) });
    this.#take(told);
  }

  /** @param {Told} told */
  #take(told) {
    this.#told = told;
    this.#readAt = performance.now();
    this.part("told").textContent = told.told;
    if (!document.querySelector(`link[href="${told.style}"]`)) {
      const sheet = document.createElement("link");
      Object.assign(sheet, { rel: "stylesheet", href: told.style });
      document.head.append(sheet);
    }
  }

  /** @param {boolean} isShown */
  async #turn(isShown) {
    if (isShown) await this.read();
    else {
      this.#show(false);
      this.page.say("Pourcentages masqués.");
      await this.#ask(new URLSearchParams()).catch(() => null);
    }
  }

  /**
   * Those of the server as they are now.
   * @param {URLSearchParams} [chosen] what they are to be made of
   * @returns {Promise<string>} why they could not be, to be shown
   */
  async read(chosen = new URLSearchParams()) {
    chosen.set("montrer", "oui");
    try {
      const told = await this.#ask(chosen);
      if (told.error) return told.error;
      this.#redraw(told);
      this.page.say(`Pourcentages affichés${told.told ? `, ${told.told}` : ""}.`);
      return "";
    } catch {
      this.box.checked = this.isShown;
      this.page.outcomes.locked(NO_FIGURES);
      return NO_FIGURES;
    }
  }

  /** @param {URLSearchParams} body @returns {Promise<any>} */
  async #ask(body) {
    const response = await post(this.url, { body });
    if (!isJson(response)) throw new Error(String(response.status));
    return response.json();
  }

  /** @param {Told} told */
  #redraw(told) {
    const { table, model } = this.page;
    this.#cells.clear();
    for (const [pupil, thing, figure, level] of told.cells ?? []) {
      const cell = model.cellOf(pupil, thing);
      if (cell !== null) this.#cells.set(cell, { figure, level });
    }
    for (const [cell, { dataset }] of table.cells.entries()) {
      const found = this.#cells.get(cell);
      if (found) Object.assign(dataset, { f: String(found.figure), l: String(found.level) });
      else for (const name of ["f", "l"]) delete dataset[name];
    }
    this.#take(told);
    this.page.details?.forget();
    this.#show(true);
  }

  /** @param {boolean} isShown */
  #show(isShown) {
    const { table, cards } = this.page;
    this.isShown = isShown;
    this.box.checked = isShown;
    document.body.classList.toggle("with-figures", isShown);
    for (const cell of table.cells.keys()) table.dressCell(cell);
    cards.paint([...table.cells.keys()]);
    this.page.refresh();
  }

  /** A tab looked at again: somebody may have evaluated meanwhile. */
  async #comeBack() {
    const isOld = performance.now() - this.#readAt > STALE;
    if (document.hidden || !this.isShown || !isOld) return;
    const body = new URLSearchParams({ montrer: "oui" });
    const told = await this.#ask(body).catch(() => null);
    if (told?.cells) this.#redraw(told);
  }

  /** « 67 % d'items acquis, Acquis ». @param {number} cell */
  said(cell) {
    const found = this.#cells.get(cell);
    if (!this.#told) return "";
    return found ? `${found.figure} ${this.#told.unit}, ${this.#told.levels[found.level].word}` : this.#told.nothing;
  }

  /** @param {HTMLElement | null} element @param {number} cell */
  paintCard(element, cell) {
    if (!element) return;
    const found = this.#cells.get(cell);
    element.hidden = !this.isShown;
    element.textContent = found ? `${found.figure} %` : "–";
    element.classList.toggle("figure", found !== undefined);
    if (found) element.dataset.l = String(found.level);
    element.setAttribute("aria-label", this.said(cell));
    element.setAttribute("role", "img");
  }

  /** How many blank cells have enough, how many have nothing. */
  showCounts() {
    this.part("more").hidden = !this.isShown;
    if (!this.#told) return;
    const { enough, without } = tally(this.page.model, this.#cells, best(this.#told.levels));
    const [one, several] = this.page.words.blank;
    this.part("enough").textContent = `${count(enough, one, several)} ${this.#told.enough}`;
    this.part("without").textContent = without > 0 ? `${without.toLocaleString("fr-FR")} sans évaluation` : "";
    this.part("next").hidden = enough === 0;
  }

  /** To the next blank cell that has enough. */
  goToNext() {
    if (!this.isShown || !this.#told) return;
    const { model, panel, view } = this.page;
    const next = nextOf(model, this.#cells, best(this.#told.levels), panel.cell);
    if (next === null) this.page.say(`Aucune ${this.page.words.blank[0]} ${this.#told.enough}.`);
    else view.show(next);
  }

  /** What « proposer » would give to each cell. */
  get proposals() {
    return this.#told ? proposals(this.page.model, this.#cells, this.#told.levels) : new Map();
  }

  /** « Acquis » : validé ; « Non acquis » : non validé. */
  get rules() {
    const levels = (this.#told?.levels ?? []).filter(({ proposed }) => proposed !== null);
    return levels
      .map(({ word, proposed }) => `« ${word} » : ${this.page.table.alphabet.word(proposed ?? "")}`)
      .reverse()
      .join(" ; ");
  }
}
