/**
 * A line being typed in the tree: a new one, or the name of one that is there.
 *
 * Enter keeps it and, of a new one, opens the next; Tab goes one level down, Maj Tab one level up; Escape leaves.
 * Several lines pasted are shown first.
 */
import { above, below, kindOf, nameOf } from "./tree.js";

/** @import { Kind, Tree } from "./tree.js" */

const WORDS = { domaine: "domaine", theme: "thème", item: "item" };
const LENGTHS = { domaine: 128, theme: 128, item: 255 };

/**
 * @typedef {object} Gestures
 * @property {(kind: Kind, place: {parent: number, order: number}, names: string[]) => Promise<string | null>} add the id of the last line
 * @property {(line: PageElement, name: string) => Promise<void>} rename
 * @property {(names: string[], word: string) => Promise<boolean>} confirm
 */

export class Typing {
  /** @type {PageElement | null} */
  #field = null;

  /** @param {Tree} tree @param {Gestures} gestures */
  constructor(tree, gestures) {
    this.tree = tree;
    this.gestures = gestures;
  }

  get isOpen() {
    return this.#field !== null;
  }

  /** Type the name of a line anew. @param {PageElement} line */
  rename(line) {
    const name = line.querySelector(".rt-name");
    const field = this.#open(kindOf(line), `Nom de « ${nameOf(line)} »`);
    field.value = nameOf(line);
    name.hidden = true;
    name.after(field);
    field.focus();
    field.select();
    const close = () => {
      name.hidden = false;
      this.#close();
    };
    const keep = () => {
      const wanted = field.value.trim();
      close();
      if (wanted && wanted !== nameOf(line)) this.gestures.rename(line, wanted);
    };
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") keep();
      else close();
      this.tree.choose(line);
    });
    // Somebody who clicks elsewhere has not given up what he wrote.
    field.addEventListener("blur", () => this.#field === field && keep());
  }

  /** Type a new line after another of the same kind, or first under a parent. @param {Kind} kind @param {PageElement | null} parent @param {PageElement | null} after */
  add(kind, parent, after) {
    const field = this.#open(kind, label(kind, parent));
    const list = parent ? parent.querySelector("[role=group]") : this.tree.root;
    if (parent) this.tree.fold(parent, true);
    const line = document.createElement("li");
    line.className = "rt-line";
    line.setAttribute("role", "none");
    line.append(field);
    if (after) after.after(line);
    else list.prepend(line);
    field.focus();
    field.scrollIntoView({ block: "nearest" });
    field.addEventListener("keydown", (event) =>
      this.#key(/** @type {KeyboardEvent} */ (event), field, kind, parent, after),
    );
    field.addEventListener("paste", (event) => this.#paste(event, kind, parent, after));
    field.addEventListener("blur", () => this.#left(field, kind, parent, after));
  }

  /** @param {KeyboardEvent} event @param {PageElement} field @param {Kind} kind @param {PageElement | null} parent @param {PageElement | null} after */
  async #key(event, field, kind, parent, after) {
    event.stopPropagation();
    if (event.key === "Escape") return this.#leave(after ?? parent);
    if (event.key !== "Enter" && event.key !== "Tab") return;
    event.preventDefault();
    const name = field.value.trim();
    const way = event.key === "Enter" ? "next" : event.shiftKey ? "up" : "down";
    if (!name) {
      this.#close();
      if (way === "next") return this.tree.choose(after ?? parent);
      return this.#go(way, kind, parent, after);
    }
    const added = await this.#keep(kind, parent, after, [name]);
    if (added) this.#go(way, kind, this.tree.parent(added), added);
  }

  /** Somebody who clicks elsewhere has not given up what he wrote. @param {PageElement} field @param {Kind} kind @param {PageElement | null} parent @param {PageElement | null} after */
  #left(field, kind, parent, after) {
    if (this.#field !== field) return;
    const name = field.value.trim();
    if (name) this.#keep(kind, parent, after, [name]);
    else this.#close();
  }

  /** Open the line that a key leads to. @param {"next" | "up" | "down"} way @param {Kind} kind @param {PageElement | null} parent @param {PageElement | null} after */
  #go(way, kind, parent, after) {
    const lower = below(kind);
    const upper = above(kind);
    if (way === "down" && lower && after) return this.add(lower, after, this.tree.children(after).at(-1) ?? null);
    if (way === "up" && upper && parent) return this.add(upper, this.tree.parent(parent), parent);
    return this.add(kind, parent, after);
  }

  /** @param {Event} event @param {Kind} kind @param {PageElement | null} parent @param {PageElement | null} after */
  async #paste(event, kind, parent, after) {
    const text = /** @type {ClipboardEvent} */ (event).clipboardData?.getData("text/plain") ?? "";
    const names = namesOf(text);
    if (names.length < 2) return;
    event.preventDefault();
    this.#close();
    const isWanted = await this.gestures.confirm(names, WORDS[kind]);
    if (isWanted) await this.#keep(kind, parent, after, names);
    else this.tree.choose(after ?? parent);
  }

  /** @param {Kind} kind @param {PageElement | null} parent @param {PageElement | null} after @param {string[]} names */
  async #keep(kind, parent, after, names) {
    const rank = after ? this.tree.children(parent).indexOf(after) + 1 : 0;
    const place = this.tree.placeAt(parent, rank, kind);
    this.#close();
    const id = await this.gestures.add(kind, place, names);
    if (id) return this.tree.line(id);
    // Refused: what was typed is there again, to be mended.
    this.add(kind, parent, after);
    const field = /** @type {PageElement | null} */ (this.#field);
    if (field && names.length === 1) field.value = names[0] ?? "";
    return null;
  }

  /** @param {Kind} kind @param {string} words @returns {PageElement} */
  #open(kind, words) {
    this.#close();
    const field = document.createElement("input");
    field.className = "rt-field";
    field.maxLength = LENGTHS[kind];
    field.placeholder = words;
    field.setAttribute("aria-label", words);
    this.#field = /** @type {PageElement} */ (/** @type {unknown} */ (field));
    return this.#field;
  }

  #close() {
    const field = this.#field;
    this.#field = null;
    (field?.closest(".rt-line") ?? field)?.remove();
  }

  /** @param {PageElement | null} line */
  #leave(line) {
    this.#close();
    this.tree.choose(line);
  }
}

/** @param {Kind} kind @param {PageElement | null} parent */
function label(kind, parent) {
  return parent ? `Nouvel élément (${WORDS[kind]}) de « ${nameOf(parent)} »` : `Nouveau ${WORDS[kind]}`;
}

/** The names of a text, one a line; of a line of a spreadsheet, its first cell. @param {string} text */
export function namesOf(text) {
  const first = (/** @type {string} */ line) =>
    line
      .split("\t")
      .map((cell) => cell.trim())
      .find(Boolean) ?? "";
  return text.split(/\r?\n/).map(first).filter(Boolean);
}
