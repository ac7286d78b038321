/**
 * The grid goes on without network: what is clicked is kept on this device, comes back in the next page of the
 * same grid if this one is closed, and is saved once the server answers again.
 */
import { KeptClicks } from "./kept.js";
import { count } from "./words.js";

/** A base that no state equals: the person had not chosen yet between her decision and somebody else's. */
const DISPUTED = -1;

export class Offline {
  #isOffline = !navigator.onLine;
  /** @type {KeptClicks | null} */
  #kept = null;
  /** Kept clicks that this page has not given back, or cannot show: [pupil, row, bases, wanted, the save that took it]. */
  #waiting = [];

  /**
   * @param {object} parts
   * @param {import("./model.js").GridModel} parts.model
   * @param {import("./saver.js").Saver} parts.saver
   * @param {import("./live.js").Live | null} parts.live
   * @param {object} parts.whose see KeptClicks.open
   * @param {HTMLElement} parts.line says that the network is away
   * @param {(sentence: string) => void} parts.say tells a screen reader
   * @param {(news: {cells: number[], disputed: Map<number, object>, isSaving: boolean}) => void} parts.onRestored
   */
  constructor(parts) {
    Object.assign(this, parts);
    addEventListener("offline", () => this.reach(false));
    addEventListener("online", () => this.#comeBack());
  }

  async start() {
    this.#show();
    this.#kept = await KeptClicks.open(this.whose);
    if (this.#kept) await this.#takeOver();
    this.note();
  }

  /** Whether the server answers; when it does again, what was clicked meanwhile is saved. */
  reach(isReached) {
    // An answer may arrive just after the network left.
    const isOffline = !isReached || !navigator.onLine;
    if (this.#isOffline === isOffline) return;
    this.#isOffline = isOffline;
    this.#show();
    this.say(isOffline ? this.#words() : "La connexion est revenue.");
    this.note();
    if (!isOffline) this.saver.resume();
  }

  #comeBack() {
    if (this.saver.hasUnsaved) this.saver.resume();
    else this.live?.wake();
  }

  /** After each change: what is not saved is kept anew. */
  note() {
    this.#show();
    return this.#kept?.keep(this.#snapshot());
  }

  /** The person leaves and wants nothing of it. */
  async abandon() {
    await this.#kept?.keep(null);
  }

  #snapshot() {
    const cells = [...this.#waiting, ...this.model.clicks(DISPUTED)];
    const { outbox } = this.saver;
    return cells.length + outbox.length > 0 ? { cells, outbox, wasOffline: this.#isOffline } : null;
  }

  #show() {
    this.line.hidden = !this.#isOffline;
    if (this.#isOffline) this.line.textContent = this.#words();
  }

  #words() {
    const sent = this.saver.outbox.flatMap(({ gestures }) => gestures).flatMap(({ cells }) => cells);
    const cells = new Set(sent.map(([pupil, row]) => this.model.cellOf(pupil, row)));
    for (const cell of this.model.unsaved) cells.add(cell);
    const where = this.#kept ? "sur cet appareil" : "dans cette page, ne la fermez pas";
    if (cells.size === 0) return `Hors connexion : vous pouvez continuer, vos clics seront gardés ${where}.`;
    const end = cells.size < 2 ? "Elle sera enregistrée" : "Elles seront enregistrées";
    return `Hors connexion : ${count(cells.size, "case gardée", "cases gardées")} ${where}. ${end} au retour du réseau.`;
  }

  /** What pages that were closed left: letters leave first, then the clicks come back on what is stored now. */
  async #takeOver() {
    const wasOffline = await this.#kept.alone(() => this.#collect());
    if (this.saver.outbox.length > 0) {
      await this.saver.deliver();
      await this.live?.pull();
    }
    this.#giveBack(wasOffline);
  }

  async #collect() {
    const { pages, clicks } = await this.#kept.leftBehind();
    this.saver.inherit(clicks.flatMap(({ outbox }) => outbox));
    this.#waiting = clicks.flatMap(withBases);
    await this.note();
    await this.#kept.forget(pages);
    return clicks.some(({ wasOffline, outbox }) => wasOffline || outbox.length > 0);
  }

  #giveBack(wasOffline) {
    const cells = [];
    const disputed = new Map();
    this.#waiting = this.#waiting.filter(([pupil, row, bases, wanted, save]) => {
      const cell = this.model.cellOf(pupil, row);
      if (cell === null) return true;
      if (this.saver.delivered.has(save)) return false;
      const fate = this.model.restore(cell, bases, wanted);
      if (fate === "kept" || fate === "disputed") cells.push(cell);
      if (fate === "disputed" || fate === "final") disputed.set(cell, this.#dispute(cell, wanted, fate === "final"));
      return false;
    });
    if (cells.length + disputed.size > 0) this.onRestored({ cells, disputed, isSaving: wasOffline });
    if (cells.length > 0 && wasOffline) this.saver.save();
  }

  #dispute(cell, wanted, final) {
    const decision = this.model.decisions.get(cell);
    return { wanted, stored: this.model.displayed[cell], author: decision?.by ?? "", date: decision?.on, final };
  }
}

/**
 * A cell that was sent and clicked again may be found as it was, or as it was sent; one that was not clicked again
 * needs nothing more once its letter has arrived.
 */
function withBases({ cells, outbox }) {
  const sent = outbox.flatMap(({ save, gestures }) =>
    gestures.flatMap((gesture) => gesture.cells).map(([pupil, row, , state]) => ({ save, pupil, row, state })));
  return cells.map(([pupil, row, base, wanted]) => {
    const letters = sent.filter((each) => each.pupil === pupil && each.row === row);
    const bases = [base, ...letters.map(({ state }) => state)].flat();
    return [pupil, row, bases, wanted, letters.findLast(({ state }) => state === wanted)?.save];
  });
}
