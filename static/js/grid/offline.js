/**
 * The grid goes on without network: what is clicked is kept on this device, comes back in the next page of the
 * same grid if this one is closed, and what was clicked without network is saved once the server answers again.
 */
import { KeptClicks } from "./kept.js";
import { backSentence, keptSentence, leavingSentence } from "./words.js";

/** A base that no state equals: the person had not chosen yet between her decision and somebody else's. */
const DISPUTED = -1;
/** Answers missed in a row before a slow or restarting server is taken for a network that is away. */
const MISSED = 3;

/**
 * A kept click that this page has not given back, or cannot show.
 * @typedef {object} KeptClick
 * @property {number} pupil
 * @property {number} row
 * @property {number[]} bases what the cell showed, or what was sent of it since
 * @property {number} wanted
 * @property {boolean} isAsked whether it was to leave by itself
 * @property {string} day when it was made, by the server's calendar
 * @property {string | undefined} save the letter that took it
 */

export class Offline {
  #isOffline = !navigator.onLine;
  #missed = 0;
  /** @type {KeptClicks | null} */
  #kept = null;
  /** Whether the last change could be written on this device. */
  #isKept = false;
  /** @type {KeptClick[]} */
  #waiting = [];
  /** Cells that the return of the network left for the person to save. */
  #left = new Set();
  /** Cells clicked in this page. */
  #clicked = new Set();
  /** What the pupils and the lines of kept clicks are called, for a page that does not show them. */
  #names = { pupils: {}, rows: {} };

  /**
   * @param {object} parts
   * @param {import("./model.js").GridModel} parts.model
   * @param {import("./saver.js").Saver} parts.saver
   * @param {import("./live.js").Live | null} parts.live
   * @param {object} parts.whose see KeptClicks.open
   * @param {HTMLElement} parts.line says that the network is away
   * @param {(sentence: string) => void} parts.say tells a screen reader
   * @param {(cell: number) => {pupil: string, item: string}} parts.wordsOf
   * @param {(news: {leaving: number[], back: number[], disputed: Map<number, object>, hidden: object[]}) => void} parts.onRestored
   *   cells on their way to the server, cells to be looked at, cells to choose for, and those that this page does not show
   * @param {(hidden: object[]) => void} parts.onHidden those that are still not shown, when some of them were saved
   */
  constructor(parts) {
    Object.assign(this, parts);
    addEventListener("offline", () => this.#turn(true));
    addEventListener("online", () => this.#comeBack());
  }

  /** Whether the network is away. */
  get isOffline() {
    return this.#isOffline;
  }

  async start() {
    this.#show();
    this.#kept = await KeptClicks.open(this.whose);
    this.#isKept = this.#kept !== null;
    if (this.#kept) await this.#takeOver();
    this.note();
  }

  /** The server answers: what was clicked without network leaves. */
  reach() {
    this.#missed = 0;
    // An answer may arrive just after the network left.
    this.#turn(!navigator.onLine);
  }

  /** The server did not answer. Once is a hiccup, unless the network itself is away. @param {boolean} isCut */
  miss(isCut) {
    this.#missed += 1;
    if (isCut || this.#missed >= MISSED) this.#turn(true);
  }

  /**
   * The person changed these cells. Without network the page promises to save them, save what would be final:
   * that takes her hand on « Enregistrer ».
   * @param {number[]} cells
   */
  clicked(cells) {
    for (const cell of cells) {
      if (this.model.unsaved.has(cell)) this.#clicked.add(cell);
      else this.#clicked.delete(cell);
      if (this.#isOffline && !this.#wouldBeFinal(cell)) this.saver.asked.add(cell);
      else this.saver.asked.delete(cell);
    }
  }

  #wouldBeFinal(cell) {
    return this.model.current[cell] === this.model.finalState;
  }

  #turn(isOffline) {
    if (this.#isOffline === isOffline) return;
    this.#isOffline = isOffline;
    this.#left = new Set(isOffline ? [] : [...this.model.unsaved].filter((cell) => !this.saver.asked.has(cell)));
    if (!isOffline) this.saver.resume();
    this.note();
    this.say(isOffline ? this.#words() : this.line.textContent || "La connexion est revenue.");
  }

  #comeBack() {
    if (this.saver.hasWaiting) this.saver.resume();
    else if (this.live) this.live.wake();
    else this.reach();
  }

  /** After each change: what is not saved is kept anew. @returns {Promise<boolean>} whether it could be */
  async note() {
    this.#dropDelivered();
    this.#show();
    if (this.#kept === null) return false;
    const isKept = await this.#kept.keep(this.#snapshot());
    if (isKept !== this.#isKept) {
      this.#isKept = isKept;
      this.#show();
    }
    return isKept;
  }

  /** The person leaves and wants nothing of it; what this page did not show is not hers to lose. */
  async abandon() {
    await this.#kept?.keep(this.#snapshotOf(this.#waiting.map(asKept), []));
  }

  /** What this page cannot show is not wanted any more. */
  forgetHidden() {
    this.#waiting = [];
    return this.note();
  }

  /** What this page cannot show may have been in a letter that arrived since. */
  #dropDelivered() {
    const waiting = this.#waiting.filter(({ save }) => !this.saver.delivered.has(save));
    if (waiting.length === this.#waiting.length) return;
    this.#waiting = waiting;
    this.onHidden(this.#named(waiting.filter(({ pupil, row }) => this.model.cellOf(pupil, row) === null)));
  }

  /** @param {KeptClick[]} clicks */
  #named(clicks) {
    return clicks.map(({ pupil, row, wanted }) => ({ ...this.#nameOf(pupil, row), wanted }));
  }

  #snapshot() {
    const { model, saver, whose } = this;
    const clicks = model.clicks(DISPUTED);
    [...model.unsaved].forEach((cell, n) => clicks[n].push(saver.asked.has(cell), whose.day));
    return this.#snapshotOf([...this.#waiting.map(asKept), ...clicks], saver.outbox);
  }

  #snapshotOf(cells, outbox) {
    if (cells.length + outbox.length === 0) return null;
    for (const [pupil, row] of cells) this.#nameOf(pupil, row);
    const sent = outbox.flatMap(({ gestures }) => gestures).flatMap((gesture) => gesture.cells);
    const { size } = new Set([...cells, ...sent].map(keyOf));
    return { cells, outbox, names: this.#names, count: size };
  }

  #nameOf(pupil, row) {
    const { pupils, rows } = this.#names;
    const cell = pupil in pupils && row in rows ? null : this.model.cellOf(pupil, row);
    if (cell !== null) ({ pupil: pupils[pupil], item: rows[row] } = this.wordsOf(cell));
    return { pupil: pupils[pupil], item: rows[row] };
  }

  #show() {
    const sentence = this.#isOffline ? this.#words() : backSentence(this.model, this.#stillLeft());
    this.line.hidden = sentence === "";
    this.line.textContent = sentence;
  }

  #stillLeft() {
    return [...this.#left].filter((cell) => this.model.unsaved.has(cell));
  }

  #words() {
    const sent = this.saver.outbox.flatMap(({ gestures }) => gestures).flatMap(({ cells }) => cells);
    // A letter of a closed page may hold cells that this one does not show.
    const leaving = new Set(sent.map(keyOf));
    const clicks = this.model.clicks(DISPUTED).map(keyOf);
    let staying = 0;
    [...this.model.unsaved].forEach((cell, n) => {
      if (this.saver.asked.has(cell)) leaving.add(clicks[n]);
      else if (!leaving.has(clicks[n])) staying += 1;
    });
    return `Hors connexion : ${keptSentence(leaving.size + staying, this.#isKept)} ${leavingSentence(leaving.size, staying)}`.trim();
  }

  /** What pages that were closed left: letters leave first, then the clicks come back on what is stored now. */
  async #takeOver() {
    try {
      await this.#kept.alone(() => this.#collect());
    } catch {
      // This browser does not read its own store: its records stay there, and this page goes on.
      this.#isKept = false;
    }
    await this.saver.resume();
    this.#giveBack();
  }

  async #collect() {
    const { pages, clicks } = await this.#kept.leftBehind();
    this.saver.inherit(clicks.flatMap(({ outbox }) => outbox));
    this.#waiting = clicks.flatMap(keptClicks).filter(({ day }) => this.#kept.isYoung(day));
    for (const { names } of clicks)
      for (const kind of ["pupils", "rows"]) Object.assign(this.#names[kind], names?.[kind]);
    if (await this.note()) await this.#kept.forget(pages);
  }

  #giveBack() {
    const news = { leaving: [], back: [], disputed: new Map(), hidden: [] };
    const ofCells = new Map();
    for (const click of this.#waiting.filter(({ save }) => !this.saver.delivered.has(save))) {
      const cell = this.model.cellOf(click.pupil, click.row);
      if (cell === null) news.hidden.push(click);
      else ofCells.set(cell, [...(ofCells.get(cell) ?? []), click]);
    }
    for (const [cell, clicks] of ofCells) this.#restore(cell, clicks, news);
    this.#waiting = news.hidden;
    news.hidden = this.#named(news.hidden);
    if (Object.values(news).some(({ length, size }) => length > 0 || size > 0)) this.onRestored(news);
    if (this.saver.isSettled) this.saver.resume();
  }

  /** @param {KeptClick[]} clicks of one cell: one, or what several closed pages left */
  #restore(cell, clicks, news) {
    const open = clicks.filter(({ wanted }) => wanted !== this.model.displayed[cell]);
    if (open.length === 0) return;
    // Clicked here meanwhile: a letter of the closed page may have been long on its way, and this click is the newer one.
    if (this.#clicked.has(cell) && open.some(({ wanted }) => wanted !== this.model.current[cell])) return;
    const click = open.at(-1);
    const rival = open.find(({ wanted }) => wanted !== click.wanted);
    // Nothing says which of two closed pages was the last: the person does.
    const fate = this.model.restore(cell, rival ? [] : click.bases, click.wanted);
    if (fate === "disputed" || fate === "final") {
      news.disputed.set(cell, this.#dispute(cell, click.wanted, { final: fate === "final", rival: rival?.wanted }));
    }
    if (fate === "disputed") news.back.push(cell);
    if (fate === "kept") (this.#leavesByItself(cell, click) ? news.leaving : news.back).push(cell);
  }

  /** What was promised on another day is looked at first: so many things may have changed. */
  #leavesByItself(cell, { save, isAsked, day }) {
    if (this.saver.outbox.some((letter) => letter.save === save)) return true;
    const isAskedNow = isAsked && day === this.whose.day && !this.#wouldBeFinal(cell);
    if (isAskedNow) this.saver.asked.add(cell);
    return isAskedNow;
  }

  #dispute(cell, wanted, more) {
    const decision = this.model.decisions.get(cell);
    return { wanted, stored: this.model.displayed[cell], author: decision?.by ?? "", date: decision?.on, ...more };
  }
}

/**
 * A cell that was sent and clicked again may be found as it was, or as it was sent; one that was not clicked again
 * needs nothing more once its letter has arrived.
 * @returns {KeptClick[]}
 */
function keptClicks({ cells, outbox, day: recorded }) {
  const sent = outbox.flatMap(({ save, gestures }) =>
    gestures.flatMap((gesture) => gesture.cells).map(([pupil, row, , state]) => ({ save, pupil, row, state })),
  );
  return cells.map(([pupil, row, base, wanted, isAsked = false, day = recorded]) => {
    const letters = sent.filter((each) => each.pupil === pupil && each.row === row);
    const bases = [base, ...letters.map(({ state }) => state)].flat();
    const save = letters.findLast(({ state }) => state === wanted)?.save;
    return { pupil, row, bases, wanted, isAsked, day, save };
  });
}

/** What a cell is called whether this page shows it or not. @param {number[]} cell pupil, row, and more */
function keyOf([pupil, row]) {
  return `${pupil}/${row}`;
}

/** @param {KeptClick} click */
function asKept({ pupil, row, bases, wanted, isAsked, day }) {
  return [pupil, row, bases, wanted, isAsked, day];
}
