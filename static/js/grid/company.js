/** Colleagues seen at work: who has the grid open, and how many cells came from each. Said now and then, never at each cell. */
import { count } from "./words.js";

const QUIET = 12_000;

export class Company {
  /** Whose decision each cell that came shows. @type {Map<number, string>} */
  #authors = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;

  /** @param {HTMLElement} present @param {HTMLElement} received two live regions */
  constructor(present, received) {
    this.present = present;
    this.received = received;
  }

  /** @param {{names: string[], isOpenTwice: boolean}} company */
  show({ names, isOpenTwice }) {
    const sentences = [];
    if (names.length > 0)
      sentences.push(
        `${enumerated(names)} ${names.length < 2 ? "remplit" : "remplissent"} aussi des cases de cette grille.`,
      );
    if (isOpenTwice)
      sentences.push(
        "Vous avez aussi ouvert des cases de cette grille dans une autre fenêtre ou sur un autre appareil.",
      );
    write(this.present, sentences.join(" "));
  }

  /** @param {Map<number, string>} taken the author of each cell that has just come */
  receive(taken) {
    for (const [cell, author] of taken) this.#authors.set(cell, author);
    if (this.#timer) return;
    this.#say();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#say();
    }, QUIET);
  }

  #say() {
    const counts = new Map();
    for (const author of this.#authors.values()) counts.set(author, (counts.get(author) ?? 0) + 1);
    const parts = [...counts].map(
      ([author, number]) => `${count(number, "case reçue", "cases reçues")} de ${author || "quelqu'un d'autre"}`,
    );
    write(this.received, parts.length > 0 ? enumerated(parts) : "");
  }
}

/** @param {HTMLElement} region @param {string} sentence */
function write(region, sentence) {
  if (region.textContent !== sentence) region.textContent = sentence;
}

/** @param {string[]} parts */
function enumerated(parts) {
  return new Intl.ListFormat("fr", { type: "conjunction" }).format(parts);
}
