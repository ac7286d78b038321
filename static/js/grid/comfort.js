/** How the person likes her grids: chosen here without the page, kept by the server for her other grids and devices. */
import { post } from "../page-token.js";

/** @import { GridPage } from "./page.js" */

const NOT_KEPT = "Ce choix vaut pour cette page, mais le serveur n'a pas pu le garder : réessayez plus tard.";

export class Comfort {
  /** @param {GridPage} page */
  constructor(page) {
    this.page = page;
    this.dialog = part("dialog");
    this.keys = part("keys-dialog");
    this.dialog.addEventListener("change", ({ target }) => this.#choose(target));
    for (const dialog of [this.dialog, this.keys])
      dialog.addEventListener("click", (event) => event.target.closest("button")?.value === "close" && dialog.close());
    part("open").addEventListener("click", () => this.dialog.showModal());
    part("keys").addEventListener("click", () => this.keys.showModal());
    part("full").addEventListener("click", () => this.turnFull());
    part("panel")?.addEventListener("click", () => this.turnPanel());
    document.addEventListener("fullscreenchange", () => this.#showFull(document.fullscreenElement !== null));
  }

  /** Whether an arrow changes nothing that is decided. */
  get fillsOnly() {
    return this.#isChosen("fills_only");
  }

  /** Whether a key that decides goes on to the next cell. */
  get movesOn() {
    return this.#isChosen("moves_on");
  }

  /** @param {string} name */
  #isChosen(name) {
    const input = this.dialog.querySelector(`[name=${name}]:checked`);
    return input !== null && input.value !== "non";
  }

  /** @param {PageElement} input */
  #choose({ name, value, checked }) {
    const isChosen = checked && value !== "non";
    if (name === "is_airy") document.body.classList.toggle("is-airy", isChosen);
    if (name === "patterns") showPatterns(isChosen, this.dialog.dataset.patterns);
    this.#keep(name, isChosen);
  }

  /** The panel beside the table, or one line under it. */
  turnPanel() {
    const isOpen = document.body.classList.toggle("has-panel");
    part("panel")?.setAttribute("aria-expanded", String(isOpen));
    this.page.say(isOpen ? "Panneau ouvert." : "Panneau plié.");
    this.#keep("has_panel", isOpen);
  }

  /** Opened for now, when what is asked for stands in it. */
  openPanel() {
    document.body.classList.add("has-panel");
    part("panel")?.setAttribute("aria-expanded", "true");
  }

  /** A browser that has no full screen, or refuses it, still gives the room of the bar. */
  async turnFull() {
    const wasFull = document.body.classList.contains("is-full");
    try {
      await (wasFull ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    } catch {
      // Shown all the same.
    }
    this.#showFull(!wasFull);
  }

  /** @param {boolean} isFull */
  #showFull(isFull) {
    document.body.classList.toggle("is-full", isFull);
    part("full").setAttribute("aria-pressed", String(isFull));
  }

  /** @param {string} name @param {boolean} isChosen */
  async #keep(name, isChosen) {
    const body = new URLSearchParams({ choix: name, valeur: isChosen ? "oui" : "non" });
    const response = await post(this.dialog.dataset.url, { body }).catch(() => null);
    part("error").textContent = NOT_KEPT;
    part("error").hidden = Boolean(response?.ok);
  }
}

/** @param {string} name @returns {PageElement} */
function part(name) {
  return document.querySelector(`[data-comfort="${name}"]`);
}

/** As the server does on the next page: right after the first style sheet. @param {boolean} areShown @param {string} address */
function showPatterns(areShown, address) {
  const shown = document.querySelector(`link[href="${address}"]`);
  if (!areShown) shown?.remove();
  if (!areShown || shown) return;
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href: address });
  document.querySelector("link[rel=stylesheet]").after(sheet);
}
