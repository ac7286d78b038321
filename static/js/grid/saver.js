/**
 * Brings the clicks to the server, and back on the way when it was lost: a session that ended is
 * opened again, a network that dropped is tried again. Nothing here touches the page.
 */
import { RETRY, SIGN_IN } from "./saving.js";

const FIRST_RETRY = 3_000;
const LONGEST_RETRY = 30_000;

export class Saver {
  /** Gestures sent whose fate is not known: they are sent again as they were, whatever was clicked since. */
  #waiting = null;
  #delay = FIRST_RETRY;
  #timer = 0;
  #isBusy = false;

  /**
   * @param {object} parts
   * @param {import("./model.js").GridModel} parts.model
   * @param {(gestures: object[]) => Promise<object>} parts.send rejects with a SaveFailure
   * @param {(sentence: string) => Promise<boolean>} parts.signIn
   * @param {(gestures: object[], answer: object) => void} parts.onSaved
   * @param {(failure: import("./saving.js").SaveFailure) => void} parts.onFailure
   * @param {(isBusy: boolean) => void} parts.onBusy
   */
  constructor(parts) {
    Object.assign(this, parts);
    window.addEventListener("online", () => this.#resume());
  }

  get hasUnsaved() {
    return this.model.unsaved.size > 0 || this.#waiting !== null;
  }

  /**
   * @param {Iterable<number>} [cells] some of the unsaved cells; all of them by default
   * @returns {Promise<boolean>} whether the server has everything, without a conflict
   */
  async save(cells) {
    return this.#alone(async () => {
      if (this.#waiting && !(await this.#deliver(this.#waiting))) return false;
      const gestures = this.model.unsavedGestures(cells);
      if (gestures.length > 0) return (await this.#deliver(gestures)) && !this.hasUnsaved;
      this.onSaved([], { message: "Aucun changement à enregistrer.", conflicts: [] });
      return !this.hasUnsaved;
    });
  }

  #resume() {
    if (this.#waiting) this.#alone(() => this.#deliver(this.#waiting));
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

  async #deliver(gestures) {
    this.#waiting = gestures;
    try {
      const answer = await this.send(gestures);
      this.#waiting = null;
      this.#delay = FIRST_RETRY;
      this.onSaved(gestures, answer);
      return answer.conflicts.length === 0;
    } catch (failure) {
      return this.#recover(failure, gestures);
    }
  }

  async #recover(failure, gestures) {
    if (failure.kind === SIGN_IN && (await this.signIn(failure.message))) return this.#deliver(gestures);
    if (failure.kind === RETRY) this.#retryLater();
    else this.#waiting = null;
    this.onFailure(failure);
    return false;
  }

  #retryLater() {
    this.#timer = setTimeout(() => this.#resume(), this.#delay);
    this.#delay = Math.min(2 * this.#delay, LONGEST_RETRY);
  }
}
