/**
 * The grid goes on without network: what is clicked is kept on this device, comes back in the next page of the
 * same grid if this one is closed, and what was clicked without network is saved once the server answers again.
 */
import { NETWORK } from "./device.js";
import { KeptClicks } from "./kept.js";
import { backSentence, keptSentence, leavingSentence } from "./words.js";

/**
 * @import { Conflict } from "./disputes.js"
 * @import { Clicks, KeptCell, Left, LostClicks, Names } from "./kept.js"
 * @import { Letter } from "./saving.js"
 */

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

/**
 * @typedef {{pupil: string | undefined, item: string | undefined, wanted: number}} HiddenClick
 * @typedef {object} Restored what came back
 * @property {number[]} leaving cells on their way to the server
 * @property {number[]} back cells to be looked at
 * @property {Map<number, Conflict>} disputed cells to choose for
 * @property {HiddenClick[]} hidden those that this page does not show
 */

export class Offline {
  #isOffline = false;
  #missed = 0;
  /** @type {KeptClicks | null} */
  #kept = null;
  /** Whether the last change could be written on this device. */
  #isKept = false;
  /** @type {KeptClick[]} */
  #waiting = [];
  /** Cells that the return of the network left for the person to save. @type {Set<number>} */
  #left = new Set();
  /** Cells clicked in this page. @type {Set<number>} */
  #clicked = new Set();
  /** What the pupils and the lines of kept clicks are called, for a page that does not show them. @type {Names} */
  #names = { pupils: {}, rows: {} };

  /**
   * @param {object} parts
   * @param {import("./model.js").GridModel} parts.model
   * @param {import("./saver.js").Saver} parts.saver
   * @param {import("./live.js").Live | null} parts.live
   * @param {import("./kept.js").Whose} parts.whose
   * @param {import("./device.js").Device} [parts.device]
   * @param {import("./device.js").Network} [parts.network]
   * @param {HTMLElement} parts.line says that the network is away
   * @param {(sentence: string) => void} parts.say tells a screen reader
   * @param {(cell: number) => {pupil: string, item: string}} parts.wordsOf
   * @param {(news: Restored) => void} parts.onRestored
   * @param {(lost: LostClicks[]) => void} parts.onLost records that open no more
   * @param {(hidden: HiddenClick[]) => void} parts.onHidden those that are still not shown, when some of them were saved
   */
  constructor(parts) {
    this.model = parts.model;
    this.saver = parts.saver;
    this.live = parts.live;
    this.whose = parts.whose;
    this.line = parts.line;
    this.say = parts.say;
    this.wordsOf = parts.wordsOf;
    this.onRestored = parts.onRestored;
    this.onLost = parts.onLost;
    this.onHidden = parts.onHidden;
    this.device = parts.device;
    this.network = parts.network ?? NETWORK;
    this.#isOffline = this.network.isAway;
    this.network.listen(
      () => this.#turn(true),
      () => this.#comeBack(),
    );
  }

  /** Whether the network is away. */
  get isOffline() {
    return this.#isOffline;
  }

  async start() {
    this.#show();
    this.#kept = await KeptClicks.open(this.whose, this.device);
    this.#isKept = this.#kept !== null;
    if (this.#kept) await this.#takeOver(this.#kept);
    this.note();
  }

  /** The server answers: what was clicked without network leaves. */
  reach() {
    this.#missed = 0;
    // An answer may arrive just after the network left.
    this.#turn(this.network.isAway);
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

  /** @param {number} cell */
  #wouldBeFinal(cell) {
    return this.model.current[cell] === this.model.finalState;
  }

  /** @param {boolean} isOffline */
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

  /** The person has read that these records open no more. @param {string[]} pages */
  forgetLost(pages) {
    return this.#kept?.forget(pages);
  }

  /** What this page cannot show is not wanted any more. */
  forgetHidden() {
    this.#waiting = [];
    return this.note();
  }

  /** What this page cannot show may have been in a letter that arrived since. */
  #dropDelivered() {
    const waiting = this.#notDelivered();
    if (waiting.length === this.#waiting.length) return;
    this.#waiting = waiting;
    this.onHidden(this.#named(waiting.filter(({ pupil, row }) => this.model.cellOf(pupil, row) === null)));
  }

  #notDelivered() {
    return this.#waiting.filter(({ save }) => save === undefined || !this.saver.delivered.has(save));
  }

  /** @param {{pupil: number, row: number, wanted: number}[]} clicks @returns {HiddenClick[]} */
  #named(clicks) {
    return clicks.map(({ pupil, row, wanted }) => ({ ...this.#nameOf(pupil, row), wanted }));
  }

  #snapshot() {
    const { model, saver, whose } = this;
    const bare = model.clicks(DISPUTED);
    /** @type {KeptCell[]} */
    const clicks = [...model.unsaved].map((cell, n) => [...bare[n], saver.asked.has(cell), whose.day]);
    return this.#snapshotOf([...this.#waiting.map(asKept), ...clicks], saver.outbox);
  }

  /** @param {KeptCell[]} cells @param {Letter[]} outbox */
  #snapshotOf(cells, outbox) {
    if (cells.length + outbox.length === 0) return null;
    for (const [pupil, row] of cells) this.#nameOf(pupil, row);
    const sent = outbox.flatMap(({ gestures }) => gestures).flatMap((gesture) => gesture.cells);
    const { size } = new Set([...cells, ...sent].map(keyOf));
    return { cells, outbox, names: this.#names, count: size };
  }

  /** @param {number} pupil @param {number} row */
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

  /** What pages that were closed left: letters leave first, then the clicks come back on what is stored now. @param {KeptClicks} kept */
  async #takeOver(kept) {
    try {
      await kept.alone(() => this.#collect(kept));
    } catch {
      // This browser does not read its own store: its records stay there, and this page goes on.
      this.#isKept = false;
    }
    await this.saver.resume();
    this.#giveBack();
  }

  /** @param {KeptClicks} kept */
  async #collect(kept) {
    const { pages, clicks, lost } = await kept.leftBehind();
    this.onLost(lost);
    this.saver.inherit(clicks.flatMap(({ outbox }) => outbox));
    this.#waiting = clicks.flatMap(keptClicks).filter(({ day }) => kept.isYoung(day));
    for (const { names } of clicks)
      for (const kind of /** @type {const} */ (["pupils", "rows"])) Object.assign(this.#names[kind], names?.[kind]);
    if (await this.note()) await kept.forget(pages);
  }

  #giveBack() {
    /** @type {Restored} */
    const news = { leaving: [], back: [], disputed: new Map(), hidden: [] };
    /** @type {KeptClick[]} */
    const hidden = [];
    /** @type {Map<number, KeptClick[]>} */
    const ofCells = new Map();
    for (const click of this.#notDelivered()) {
      const cell = this.model.cellOf(click.pupil, click.row);
      if (cell === null) hidden.push(click);
      else ofCells.set(cell, [...(ofCells.get(cell) ?? []), click]);
    }
    for (const [cell, clicks] of ofCells) this.#restore(cell, clicks, news);
    this.#waiting = hidden;
    news.hidden = this.#named(hidden);
    if (news.leaving.length + news.back.length + news.disputed.size + news.hidden.length > 0) this.onRestored(news);
    if (this.saver.isSettled) this.saver.resume();
  }

  /**
   * @param {KeptClick[]} clicks of one cell: one, or what several closed pages left
   * @param {number} cell
   * @param {Restored} news
   */
  #restore(cell, clicks, news) {
    const open = clicks.filter(({ wanted }) => wanted !== this.model.displayed[cell]);
    const click = open.at(-1);
    if (click === undefined) return;
    // Clicked here meanwhile: a letter of the closed page may have been long on its way, and this click is the newer one.
    if (this.#clicked.has(cell) && open.some(({ wanted }) => wanted !== this.model.current[cell])) return;
    const rival = open.find(({ wanted }) => wanted !== click.wanted);
    // Nothing says which of two closed pages was the last: the person does.
    const fate = this.model.restore(cell, rival ? [] : click.bases, click.wanted);
    if (fate === "disputed" || fate === "final") {
      news.disputed.set(cell, this.#dispute(cell, click.wanted, { final: fate === "final", rival: rival?.wanted }));
    }
    if (fate === "disputed") news.back.push(cell);
    if (fate === "kept") (this.#leavesByItself(cell, click) ? news.leaving : news.back).push(cell);
  }

  /**
   * What was promised on another day is looked at first: so many things may have changed.
   * @param {number} cell
   * @param {KeptClick} click
   */
  #leavesByItself(cell, { save, isAsked, day }) {
    if (this.saver.outbox.some((letter) => letter.save === save)) return true;
    const isAskedNow = isAsked && day === this.whose.day && !this.#wouldBeFinal(cell);
    if (isAskedNow) this.saver.asked.add(cell);
    return isAskedNow;
  }

  /** @param {number} cell @param {number} wanted @param {{final: boolean, rival?: number}} more @returns {Conflict} */
  #dispute(cell, wanted, more) {
    const decision = this.model.decisions.get(cell);
    return { wanted, stored: this.model.displayed[cell], author: decision?.by ?? "", date: decision?.on, ...more };
  }
}

/**
 * A cell that was sent and clicked again may be found as it was, or as it was sent; one that was not clicked again
 * needs nothing more once its letter has arrived.
 * @param {Left["clicks"][number]} left
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

/** What a cell is called whether this page shows it or not. @param {number[] | KeptCell} cell pupil, row, and more */
function keyOf([pupil, row]) {
  return `${pupil}/${row}`;
}

/** @param {KeptClick} click @returns {KeptCell} */
function asKept({ pupil, row, bases, wanted, isAsked, day }) {
  return [pupil, row, bases, wanted, isAsked, day];
}
