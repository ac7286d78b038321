/**
 * Cells that wait for the person to choose: what she clicked stands against what a colleague decided. Without any page.
 *
 * Those that a save found show what is stored. Those that came while both were at work (`isLive`) still show
 * what was clicked here, and are not sent before the choice.
 */
import { count, frenchDate, frenchMoment } from "./words.js";

/**
 * @import { Value } from "./alphabet.js"
 *
 * @typedef {object} Conflict
 * @property {Value} wanted what was clicked here
 * @property {Value} stored
 * @property {string} author of what is stored, "" when nobody knows
 * @property {string | null} [at] the moment
 * @property {string} [date] the day
 * @property {boolean} [final] whether nothing can be chosen
 * @property {boolean} [isLive]
 * @property {Value} [rival] what another closed page of the same person wanted
 *
 * @typedef {{label: string, isMine: boolean, wanted?: Value}} Choice
 */

export class Disputes {
  /** @type {Map<number, Conflict>} */
  #waiting = new Map();

  /**
   * @param {(cell: number, value: Value) => string} said the words of a value in a cell
   * @param {Value} blank
   * @param {string} me how decisions of this person are signed
   * @param {import("./words.js").SubjectWords["kept"]} [kept] why what is final stays
   */
  constructor(said, blank, me, kept) {
    this.kept = kept;
    this.said = said;
    this.blank = blank;
    this.me = me;
  }

  get cells() {
    return [...this.#waiting.keys()];
  }

  /** @param {Map<number, Conflict>} conflicts by cell */
  add(conflicts) {
    for (const [cell, conflict] of conflicts) this.#waiting.set(cell, conflict);
  }

  /** Cells that got another decision by hand need no answer any more. @param {number[]} cells */
  forget(cells) {
    return cells.filter((cell) => this.#waiting.delete(cell)).length > 0;
  }

  /**
   * What is stored changed again before the answer: a line says what is stored now, or goes when nothing is to choose.
   * @param {Map<number, {stored: Value, author: string, date?: string}>} changed
   * @returns {boolean} whether a line is other than it was
   */
  renew(changed) {
    let isOther = false;
    for (const [cell, now] of changed) {
      const known = this.#waiting.get(cell);
      if (known === undefined) continue;
      isOther = true;
      if (known.wanted === now.stored) this.#waiting.delete(cell);
      else this.#waiting.set(cell, { ...known, ...now, at: null });
    }
    return isOther;
  }

  /**
   * The person has answered for these cells.
   * @param {number[]} cells
   * @param {Value} [chosen] one of several clicks of hers
   * @returns {Map<number, Value>} what she had wanted of each that can still be changed
   */
  settle(cells, chosen) {
    const wanted = new Map();
    for (const cell of cells) {
      const conflict = this.#waiting.get(cell);
      if (conflict !== undefined && !conflict.final) wanted.set(cell, chosen ?? conflict.wanted);
    }
    this.forget(cells);
    return wanted;
  }

  /** The answers offered for a cell: one's own first. @param {number} cell @returns {Choice[]} */
  choices(cell) {
    const { final, isLive, wanted, rival, stored } = this.#at(cell);
    if (final) return [{ label: "D'accord", isMine: false }];
    const [mine, other] = isLive ? ["Enregistrer", "Prendre"] : ["Remettre", "Garder"];
    const wishes = rival === undefined ? [wanted] : [wanted, rival];
    return [
      ...wishes.map((wish) => ({ label: `${mine} « ${this.said(cell, wish)} »`, isMine: true, wanted: wish })),
      { label: `${other} « ${this.said(cell, stored)} »`, isMine: false },
    ];
  }

  /** What happened to a cell, to be read after its name. @param {number} cell */
  sentence(cell) {
    const conflict = this.#at(cell);
    return `vous aviez mis « ${this.said(cell, conflict.wanted)} »${this.#against(cell, conflict)}`;
  }

  /** What happened to all of them. */
  get title() {
    const conflicts = [...this.#waiting.values()];
    const rivals = conflicts.filter(({ rival }) => rival !== undefined);
    const live = conflicts.filter(({ isLive, rival }) => isLive && rival === undefined);
    const kept = this.kept ? conflicts.filter(({ final }) => final) : [];
    const found = conflicts.filter((conflict) => !conflict.isLive && !kept.includes(conflict));
    const keptWords = this.kept && kept.length > 0 ? count(kept.length, this.kept.one, this.kept.several) : "";
    return [foundWords(found, this.me), liveWords(live, this.me), rivalWords(rivals), keptWords]
      .filter(Boolean)
      .join(" ");
  }

  /** @param {number} cell */
  #at(cell) {
    const conflict = this.#waiting.get(cell);
    if (conflict === undefined) throw new RangeError(`Nothing waits for an answer in cell ${cell}`);
    return conflict;
  }

  /**
   * What stands against a click: a decision, or another click of the same person in a page that closed too.
   * @param {number} cell
   * @param {Conflict} conflict
   */
  #against(cell, conflict) {
    if (conflict.rival === undefined) return `, ${this.#theirs(cell, conflict)}`;
    return ` dans une page et « ${this.said(cell, conflict.rival)} » dans une autre, fermées toutes deux.`;
  }

  /** @param {number} cell @param {Conflict} conflict */
  #theirs(cell, { stored, author, date, at, final }) {
    const who = author ? ` par ${author}` : "";
    const when = at ? ` le ${frenchMoment(at)}` : date ? ` le ${frenchDate(date)}` : "";
    if (final && stored === this.blank && this.kept?.blank) return this.kept.blank;
    if (stored === this.blank) return `la décision a été effacée${who}${when}.`;
    const end = final ? (this.kept?.end ?? " : c'est définitif.") : ".";
    return `« ${this.said(cell, stored)} » a été enregistré${who}${when}${end}`;
  }
}

/** @param {Conflict[]} found @param {string} me */
function foundWords(found, me) {
  if (found.length === 0) return "";
  const cells = count(found.length, "case a été changée", "cases ont été changées");
  return `${cells} ${byWhom(found, me)} pendant votre saisie : la décision enregistrée est gardée, le reste est enregistré.`;
}

/** @param {Conflict[]} live @param {string} me */
function liveWords(live, me) {
  if (live.length === 0) return "";
  const one = "case que vous avez changée vient de l'être";
  const cells = count(live.length, one, "cases que vous avez changées viennent de l'être");
  return `${cells} aussi ${byWhom(live, me)} : choisissez, vos clics n'y sont pas enregistrés d'ici là.`;
}

/** @param {Conflict[]} rivals */
function rivalWords(rivals) {
  if (rivals.length === 0) return "";
  const cells = count(rivals.length, "case gardée sur cet appareil y a", "cases gardées sur cet appareil y ont");
  return `${cells} deux réponses de vous : choisissez, rien n'y est enregistré d'ici là.`;
}

/** The same person may work in two windows, or on two devices. @param {Conflict[]} conflicts @param {string} me */
function byWhom(conflicts, me) {
  return conflicts.every(({ author }) => author === me)
    ? "par vous ailleurs (autre fenêtre, autre appareil)"
    : "par quelqu'un d'autre";
}
