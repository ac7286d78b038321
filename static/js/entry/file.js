/** « Saisie déportée »: a filled file fills the open grid; nothing is saved before « Enregistrer ». */
import { changesOf, changesSentence } from "../grid/lines.js";
import { count } from "../grid/words.js";
import { isJson, post } from "../page-token.js";

/**
 * @import { Value } from "../grid/alphabet.js"
 * @import { GridPage } from "../grid/page.js"
 *
 * @typedef {{cells: [number, number, Value][], told: string[], error?: string}} Brought what the server read
 */

const AWAY = "Le serveur ne répond pas : vérifiez la connexion au réseau, puis choisissez de nouveau le fichier.";

export class FileDialog {
  /** What the file wants of the cells. @type {Map<number, Value>} */
  #wanted = new Map();

  /** @param {GridPage} page @param {HTMLDialogElement} dialog @param {HTMLButtonElement} button that opens it */
  constructor(page, dialog, button) {
    this.page = page;
    this.dialog = dialog;
    button.addEventListener("click", () => this.open());
    this.part("file").addEventListener("change", () => this.read());
    this.part("apply").addEventListener("click", () => this.apply());
    this.part("close").addEventListener("click", () => dialog.close());
  }

  /** @param {string} name @returns {PageElement} */
  part(name) {
    return /** @type {PageElement} */ (this.dialog.querySelector(`[data-file="${name}"]`));
  }

  open() {
    this.part("file").value = "";
    this.#show(new Map(), [], "");
    this.dialog.showModal();
  }

  async read() {
    const [file] = this.part("file").files ?? [];
    if (!file) return;
    this.part("preview").textContent = "Lecture du fichier…";
    const read = await sent(this.dialog.dataset.url ?? "", file);
    if (read.error) this.#show(new Map(), [], read.error);
    else this.#show(this.#ofGrid(read.cells), read.told, "");
  }

  /** @param {[number, number, Value][]} cells */
  #ofGrid(cells) {
    const wanted = new Map();
    for (const [pupil, item, value] of cells) {
      const cell = this.page.model.cellOf(pupil, item);
      if (cell !== null) wanted.set(cell, value);
    }
    return wanted;
  }

  /** @param {Map<number, Value>} wanted @param {string[]} told @param {string} error */
  #show(wanted, told, error) {
    this.#wanted = wanted;
    this.part("error").hidden = error === "";
    this.part("error").textContent = error;
    this.part("told").hidden = told.length === 0;
    this.part("told").replaceChildren(...told.map(line));
    const changes = changesOf(this.page.model, wanted);
    const number = [...changes.states.values()].reduce((sum, each) => sum + each, 0);
    this.part("preview").textContent =
      wanted.size === 0
        ? ""
        : `${count(wanted.size, "case comprise", "cases comprises")}. ${changesSentence(changes, this.page.model.alphabet)}`;
    this.part("apply").setAttribute("aria-disabled", String(number === 0));
  }

  apply() {
    if (this.part("apply").getAttribute("aria-disabled") === "true") return;
    this.dialog.close();
    this.page.onChange(this.page.model.setCells(this.#wanted, "paste"));
  }
}

/** @param {string} url @param {File} file @returns {Promise<Brought>} */
async function sent(url, file) {
  const body = new FormData();
  body.append("fichier", file);
  try {
    const response = await post(url, { body });
    if (isJson(response)) return await response.json();
    return failed(response.status === 413 ? "Ce fichier est trop lourd pour une grille." : AWAY);
  } catch {
    return failed(AWAY);
  }
}

/** @param {string} error @returns {Brought} */
function failed(error) {
  return { cells: [], told: [], error };
}

/** @param {string} text */
function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
