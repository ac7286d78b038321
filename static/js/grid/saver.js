/**
 * Brings the clicks to the server, and back on the way when it was lost: a session that ended is
 * opened again, a network that dropped is tried again. Nothing here touches the page.
 *
 * What was sent is a letter: its gestures, and a number that lets the server know it again. A letter whose
 * answer was lost is sent again as it was, whatever was clicked since, and never in conflict with itself.
 */
import { randomName } from "./names.js";
import { RETRY, SIGN_IN } from "./saving.js";

const FIRST_RETRY = 3_000;
const LONGEST_RETRY = 30_000;

/** @typedef {import("./saving.js").Letter} Letter */

export class Saver {
  /** Letters whose fate is not known, the oldest first. @type {Letter[]} */
  #outbox = [];
  #sent = new Set();
  /** The numbers of the letters that the server has answered. @type {Set<string>} */
  delivered = new Set();
  #delay = FIRST_RETRY;
  #timer = 0;
  #isBusy = false;

  /**
   * @param {object} parts
   * @param {import("./model.js").GridModel} parts.model
   * @param {(letter: Letter) => Promise<object>} parts.send rejects with a SaveFailure
   * @param {(sentence: string) => Promise<boolean>} parts.signIn
   * @param {(letter: Letter, answer: object) => void} parts.onSaved
   * @param {(failure: import("./saving.js").SaveFailure, letter: Letter) => void} parts.onFailure
   * @param {(isBusy: boolean) => void} parts.onBusy
   */
  constructor(parts) {
    Object.assign(this, parts);
  }

  get hasUnsaved() {
    return this.model.unsaved.size > 0 || this.#outbox.length > 0;
  }

  /** Whether nothing of ours is on its way. */
  get isSettled() {
    return !this.#isBusy && this.#outbox.length === 0;
  }

  /** @returns {Letter[]} */
  get outbox() {
    return [...this.#outbox];
  }

  /** @param {string} save @returns {boolean} whether it is one of ours */
  sent(save) {
    return this.#sent.has(save);
  }

  /** Letters of a page that was closed before it knew their fate: they leave first. @param {Letter[]} letters */
  inherit(letters) {
    for (const letter of letters) this.#post({ ...letter, isInherited: true });
  }

  /**
   * @param {Iterable<number>} [cells] some of the unsaved cells; all of them by default
   * @returns {Promise<boolean>} whether the server has everything, without a conflict
   */
  async save(cells) {
    return this.#alone(async () => {
      const hadWaited = this.#outbox.length > 0;
      if (!(await this.#deliverAll())) return false;
      const gestures = this.model.unsavedGestures(cells);
      if (gestures.length > 0) {
        this.#post({ save: randomName(), gestures });
        return (await this.#deliverAll()) && !this.hasUnsaved;
      }
      if (!hadWaited) this.onSaved({ gestures: [] }, { message: "Aucun changement à enregistrer.", conflicts: [] });
      return !this.hasUnsaved;
    });
  }

  /** The network is back: what waits is sent, then what was clicked meanwhile. */
  async resume() {
    return this.hasUnsaved && this.save();
  }

  /** @returns {Promise<boolean>} whether what waits has arrived, without a conflict */
  async deliver() {
    return this.#alone(() => this.#deliverAll());
  }

  #post(letter) {
    this.#sent.add(letter.save);
    this.#outbox.push(letter);
  }

  /** One delivery at a time. */
  async #alone(action) {
    if (this.#isBusy) return false;
    this.#setBusy(true);
    clearTimeout(this.#timer);
    try {
      return await action();
    } finally {
      this.#setBusy(false);
    }
  }

  #setBusy(isBusy) {
    this.#isBusy = isBusy;
    this.onBusy(isBusy);
  }

  async #deliverAll() {
    let isClear = true;
    while (this.#outbox.length > 0) {
      const letter = this.#outbox[0];
      try {
        const answer = await this.send(letter);
        this.#outbox.shift();
        this.delivered.add(letter.save);
        this.#delay = FIRST_RETRY;
        this.onSaved(letter, answer);
        isClear &&= answer.conflicts.length === 0;
      } catch (failure) {
        if (!(await this.#recover(failure, letter))) return false;
      }
    }
    return isClear;
  }

  /** @returns {Promise<boolean>} whether the same letter can leave again at once */
  async #recover(failure, letter) {
    if (failure.kind === SIGN_IN && (await this.signIn(failure.message))) return true;
    if (failure.kind === RETRY) this.#retryLater();
    else this.#outbox.shift();
    this.onFailure(failure, letter);
    return false;
  }

  #retryLater() {
    this.#timer = setTimeout(() => this.resume(), this.#delay);
    this.#delay = Math.min(2 * this.#delay, LONGEST_RETRY);
  }
}
