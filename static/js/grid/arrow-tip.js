/**
 * Beside the arrow that the mouse rests on, or that has the focus: what it would change of what is decided, and
 * « Compléter », which changes nothing of it. Once pulled, how to take it back.
 */
import { arrowChanges, blankUnder } from "./arrow-effects.js";
import { arrowSentence, count } from "./words.js";

/** @import { GridPage } from "./page.js" */

const REST = 300;
/** Time to go from the arrow to the button beside it. */
const GRACE = 400;

export class ArrowTip {
  /** @type {PageElement | null} */
  #button = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;

  /** @param {GridPage} page @param {HTMLElement} tip @param {(cells: number[]) => void} onChange */
  constructor(page, tip, onChange) {
    this.page = page;
    this.tip = tip;
    this.onChange = onChange;
    const { table } = page.table;
    table.addEventListener("pointerover", ({ target }) => this.#over(target));
    table.addEventListener("pointerleave", () => this.#later(null, GRACE));
    table.addEventListener("focusin", ({ target }) => this.#focused(target));
    table.addEventListener("focusout", () => this.#later(null, GRACE));
    table.addEventListener("click", ({ target }) => target.closest("button") && this.#tell());
    tip.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    tip.addEventListener("pointerleave", () => this.#later(null, GRACE));
    page.frame.addEventListener("scroll", () => this.#show(null), { passive: true });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.#show(null));
    this.#part("complete").addEventListener("click", () => this.#complete());
    this.#part("undo").addEventListener("click", () => this.#undo());
  }

  /** @param {string} name @returns {PageElement} */
  #part(name) {
    return this.tip.querySelector(`[data-tip=${name}]`);
  }

  /** @param {PageElement} target */
  #over(target) {
    const button = target.closest("button");
    const isArrow = button !== null && this.page.table.arrowOf(button) !== undefined;
    if (isArrow && button === this.#button) clearTimeout(this.#timer);
    else this.#later(isArrow ? button : null, isArrow ? REST : GRACE);
  }

  /** @param {PageElement} target */
  #focused(target) {
    if (this.page.table.arrowOf(target) && target.matches(":focus-visible")) this.#later(target, 0);
  }

  /** @param {PageElement | null} button @param {number} delay */
  #later(button, delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(button), delay);
  }

  /** @param {PageElement | null} button */
  #show(button) {
    clearTimeout(this.#timer);
    this.#button?.removeAttribute("aria-describedby");
    this.#button = button;
    this.tip.hidden = button === null;
    if (button === null) return;
    button.setAttribute("aria-describedby", this.#part("words").id);
    this.#tell();
    this.#place(button);
  }

  #tell() {
    const arrow = this.#button && this.page.table.arrowOf(this.#button);
    if (!arrow) return;
    const { model, words, comfort } = this.page;
    const given = model.arrowState(arrow);
    const changes = arrowChanges(model, arrow, comfort.fillsOnly);
    this.#part("words").textContent =
      `${model.alphabet.at(given).verb} : ${lowered(arrowSentence(changes, given, model.alphabet, words.agree))}`;
    const blank = blankUnder(model, arrow);
    this.#part("complete").hidden = blank === 0 || comfort.fillsOnly;
    const [one, several] = words.blank;
    this.#part("complete-words").textContent = `${words.complete ?? "Compléter"} (${count(blank, one, several)})`;
    const last = model.done[model.done.length - 1];
    this.#part("undo").hidden = !last || last.changes.length < 2;
    if (last) this.#part("undo").textContent = `Annuler (${count(last.changes.length, "case", "cases")})`;
  }

  /**
   * Under the arrow, inside the window; before the column of arrows that ends the lines, so that it hides none of them.
   * @param {PageElement} button
   */
  #place(button) {
    const { offsetWidth, offsetHeight, style } = this.tip;
    const arrow = button.getBoundingClientRect();
    const left = button.closest("td").nextElementSibling ? arrow.left : arrow.left - offsetWidth - 4;
    const below = arrow.bottom + offsetHeight + 8 < innerHeight ? arrow.bottom + 4 : arrow.top - offsetHeight - 4;
    style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 8))}px`;
    style.top = `${below}px`;
  }

  #complete() {
    const arrow = this.#button && this.page.table.arrowOf(this.#button);
    if (arrow) this.onChange(this.page.model.complete(arrow));
    this.#tell();
  }

  #undo() {
    this.page.part("undo").click();
    this.#tell();
  }
}

/** @param {string} sentence */
function lowered(sentence) {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
