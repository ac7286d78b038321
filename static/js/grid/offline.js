/**
 * The grid goes on without network: what is clicked is kept on this device, comes back in the next page of the
 * same grid if this one is closed, and what was clicked without network is saved once the server answers again.
 */
import { asKept, Comeback, keptClicks, keyOf } from "./comeback.js";
import { NETWORK } from "./device.js";
import { KeptClicks } from "./kept.js";
import { KeptNames } from "./kept-names.js";
import { backSentence, keptSentence, leavingSentence } from "./words.js";

/**
 * @import { HiddenClick, KeptClick, Restored } from "./comeback.js"
 * @import { Clicks, KeptCell, Left, LostClicks } from "./kept.js"
 * @import { Letter } from "./saving.js"
 */

/** A base that no value equals: the person had not chosen yet between her decision and somebody else's. */
const DISPUTED = -1;
/** Answers missed in a row before a slow or restarting server is taken for a network that is away. */
const MISSED = 3;

export class Offline {
  #isOffline = false;
  #missed = 0;
  /** @type {Comeback} */
  #comeback;
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
  /** @type {KeptNames} */
  #names;

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
   * @param {(cell: number) => {pupil: string, thing: string}} parts.wordsOf
   * @param {[string, string]} [parts.ofFinal] the words of decisions that would be final, and wait
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
    this.#names = new KeptNames(parts.model, parts.wordsOf);
    this.onRestored = parts.onRestored;
    this.onLost = parts.onLost;
    this.onHidden = parts.onHidden;
    this.ofFinal = parts.ofFinal;
    this.device = parts.device;
    this.#comeback = new Comeback(parts.model, parts.saver, parts.whose.day);
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
      if (this.#isOffline && !this.model.wouldBeFinal(cell)) this.saver.asked.add(cell);
      else this.saver.asked.delete(cell);
    }
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
    this.onHidden(this.#names.named(waiting.filter(({ pupil, row }) => this.model.cellOf(pupil, row) === null)));
  }

  #notDelivered() {
    return this.#waiting.filter(({ save }) => save === undefined || !this.saver.delivered.has(save));
  }

  #snapshot() {
    const { model, saver, whose } = this;
    const bare = model.clicks(DISPUTED);
    /** @type {KeptCell[]} */
    const clicks = [...model.unsaved].map((cell, n) => {
      const [pupil, row, base, wanted] = bare[n];
      const isProposed = model.proposed.has(cell);
      return asKept({ pupil, row, bases: base, wanted, isAsked: saver.asked.has(cell), day: whose.day, isProposed });
    });
    return this.#snapshotOf([...this.#waiting.map(asKept), ...clicks], saver.outbox);
  }

  /** @param {KeptCell[]} cells @param {Letter[]} outbox */
  #snapshotOf(cells, outbox) {
    if (cells.length + outbox.length === 0) return null;
    for (const [pupil, row] of cells) this.#names.nameOf(pupil, row);
    const sent = outbox.flatMap(({ gestures }) => gestures).flatMap((gesture) => gesture.cells);
    const { size } = new Set([...cells, ...sent].map(keyOf));
    return { cells, outbox, names: this.#names.known, count: size };
  }

  #show() {
    const sentence = this.#isOffline ? this.#words() : backSentence(this.model, this.#stillLeft(), this.ofFinal);
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
    for (const { names } of clicks) this.#names.learn(names);
    if (await this.note()) await kept.forget(pages);
  }

  #giveBack() {
    const { news, hidden } = this.#comeback.restore(this.#notDelivered(), this.#clicked);
    this.#waiting = hidden;
    news.hidden = this.#names.named(hidden);
    if (news.leaving.length + news.back.length + news.disputed.size + news.hidden.length > 0) this.onRestored(news);
    if (this.saver.isSettled) this.saver.resume();
  }
}
