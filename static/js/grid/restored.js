/** What closed pages left on this device: what came back here, and what this page does not show, named. */
import { count, hiddenSentence, lostSentence, restoredSentence } from "./words.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { HiddenClick } from "./comeback.js"
 */

const NAMED = 20;
const NARROWING = ["eleve"];

export class RestoredClicks {
  /** Cells that came back and wait for the person. @type {number[]} */
  #back = [];
  /** Whether the next save that goes through is that of what came back. */
  #isLeaving = false;

  /** Records that open no more. @type {string[]} */
  #lost = [];

  /**
   * @param {{shown: HTMLElement, hidden: HTMLElement, lost: HTMLElement}} notices of what came back, of what is not
   *   shown, of what opens no more
   * @param {object} parts
   * @param {(value: Value) => string} parts.said the words of a value
   * @param {string[]} parts.narrowing what an address may ask of a part of the grid
   * @param {(cells: number[]) => void} parts.onRefused the person does not want these clicks back
   * @param {() => void} parts.onForgotten she does not want those that are not shown
   * @param {(pages: string[]) => void} parts.onRead she has read that these records open no more
   */
  constructor({ shown, hidden, lost }, { said, narrowing, onRefused, onForgotten, onRead }) {
    this.shown = shown;
    this.hidden = hidden;
    this.lost = lost;
    this.said = said;
    this.narrowing = narrowing;
    part(lost, "read").addEventListener("click", () => {
      lost.hidden = true;
      onRead(this.#lost);
    });
    part(shown, "refuse").addEventListener("click", () => {
      shown.hidden = true;
      onRefused(this.#back);
    });
    part(hidden, "forget").addEventListener("click", () => {
      hidden.hidden = true;
      onForgotten();
    });
  }

  /** @param {{leaving: number[], back: number[], hidden: HiddenClick[]}} news */
  show({ leaving, back, hidden }) {
    this.#back = back;
    this.#isLeaving = leaving.length > 0;
    part(this.shown, "words").textContent = restoredSentence(leaving.length, back.length);
    part(this.shown, "refuse").hidden = back.length === 0;
    this.shown.hidden = leaving.length + back.length === 0;
    this.showHidden(hidden);
  }

  /** @param {import("./kept.js").LostClicks[]} records that open no more: said until it is read */
  showLost(records) {
    this.#lost = records.map(({ page }) => page);
    part(this.lost, "lost-words").textContent = records.length > 0 ? lostSentence(records) : "";
    this.lost.hidden = records.length === 0;
  }

  /** A save went through: what is said of clicks to be looked at is over once none is left. @param {Set<number>} unsaved */
  saved(unsaved) {
    if (!this.#isLeaving && !this.#back.some((cell) => unsaved.has(cell))) this.shown.hidden = true;
    this.#isLeaving = false;
  }

  /** @param {HiddenClick[]} clicks that this page does not show */
  showHidden(clicks) {
    this.hidden.hidden = clicks.length === 0;
    if (clicks.length === 0) return;
    part(this.hidden, "hidden-words").textContent = hiddenSentence(clicks.length, this.#isWhole);
    const lines = clicks
      .slice(0, NAMED)
      .map(
        ({ pupil, thing, wanted }) =>
          `${pupil ?? "un élève"}, « ${thing ?? "une ligne de la grille"} » : ${this.said(wanted)}`,
      );
    if (clicks.length > NAMED) lines.push(`et ${count(clicks.length - NAMED, "autre case", "autres cases")}`);
    part(this.hidden, "list").replaceChildren(...lines.map(lineOf));
    part(this.hidden, "whole").hidden = this.#isWhole;
    part(this.hidden, "whole").href = wholeGrid(location.href, this.narrowing);
  }

  get #isWhole() {
    const asked = new URL(location.href).searchParams;
    return asked.has("tout") && ![...NARROWING, ...this.narrowing].some((name) => asked.has(name));
  }
}

/**
 * The address of the same grid with all its lines and all its pupils.
 * @param {string} address
 * @param {string[]} narrowing what it may ask of a part of them, beside some pupils
 */
export function wholeGrid(address, narrowing) {
  const url = new URL(address);
  const asked = url.searchParams;
  for (const name of [...NARROWING, ...narrowing]) asked.delete(name);
  asked.set("tout", "1");
  url.hash = "";
  return url.href;
}

/** @param {HTMLElement} notice @param {string} name */
function part(notice, name) {
  return notice.querySelector(`[data-restored="${name}"]`);
}

/** @param {string} text */
function lineOf(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}
