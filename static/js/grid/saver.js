/**
 * Brings the clicks to the server, and back on the way when it was lost: a session that ended is
 * opened again, a network that dropped is tried again. Nothing here touches the page.
 *
 * What was sent is a letter: its gestures, and a number that lets the server know it again. A letter whose
 * answer was lost is sent again as it was, whatever was clicked since, and never in conflict with itself.
 *
 * Nothing leaves that nobody asked for: a click stays here until « Enregistrer », or until the network
 * that was away when it was made is back.
 */
import { randomName } from "./names.js";
import { REFUSED, RETRY, SIGN_IN } from "./saving.js";

const FIRST_RETRY = 3_000;
const LONGEST_RETRY = 30_000;
/** The network is away, or nobody is signed in: what follows would not arrive either. */
const STOP = "stop";
const NO_LETTER = { save: "", gestures: [] };
const NOTHING_TO_SAVE = { message: "Aucun changement à enregistrer.", saved: 0, date: "", author: "", conflicts: [] };

/** @import { Answer, Letter, SaveFailure } from "./saving.js" */

export class Saver {
  /** Letters whose fate is not known, the oldest first. @type {Letter[]} */
  #outbox = [];
  /** @type {Set<string>} */
  #sent = new Set();
  /** The numbers of the letters that the server has answered. @type {Set<string>} */
  delivered = new Set();
  /** The cells that leave as soon as they can. @type {Set<number>} */
  asked = new Set();
  /** A letter of a closed page has arrived: until the server says what it made of the grid, nothing is compared to it. */
  #isBehind = false;
  #delay = FIRST_RETRY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;
  /** @type {Promise<boolean> | null} */
  #running = null;

  /**
   * @param {object} parts
   * @param {import("./model.js").GridModel} parts.model
   * @param {(letter: Letter) => Promise<Answer>} parts.send rejects with a SaveFailure
   * @param {(sentence: string) => Promise<boolean>} parts.signIn
   * @param {() => Promise<boolean>} parts.catchUp asks what is stored now; false when no server answers
   * @param {(letter: Letter, answer: Answer) => void} parts.onSaved
   * @param {(failure: SaveFailure, letter: Letter) => void} parts.onFailure
   * @param {(isBusy: boolean) => void} parts.onBusy
   */
  constructor(parts) {
    this.model = parts.model;
    this.send = parts.send;
    this.signIn = parts.signIn;
    this.catchUp = parts.catchUp;
    this.onSaved = parts.onSaved;
    /** What the next letter is told as in the history, instead of its gestures; empty for themselves. */
    this.toldAs = () => "";
    this.onFailure = parts.onFailure;
    this.onBusy = parts.onBusy;
  }

  get hasUnsaved() {
    return this.model.unsaved.size > 0 || this.#outbox.length > 0;
  }

  /** Whether something leaves as soon as it can. */
  get hasWaiting() {
    return this.#outbox.length > 0 || this.#isBehind || this.model.unsavedGestures(this.asked).length > 0;
  }

  /** Whether nothing of ours is on its way. */
  get isSettled() {
    return this.#outbox.length === 0;
  }

  /** How many letters the server has answered: what it was asked before the last one is older than that save. */
  get settled() {
    return this.delivered.size;
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
   * What is asked for while a letter is on its way leaves after it.
   * @param {Iterable<number>} [cells] some of the unsaved cells; all of them by default
   * @returns {Promise<boolean>} whether the server has everything, without a conflict
   */
  async save(cells = this.model.unsaved) {
    for (const cell of cells) this.asked.add(cell);
    if (this.hasWaiting) return this.resume();
    this.onSaved(NO_LETTER, NOTHING_TO_SAVE);
    return !this.hasUnsaved;
  }

  /** Sends what waits, and nothing else. */
  async resume() {
    if (!this.hasWaiting) return !this.hasUnsaved;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** @param {Letter} letter */
  #post(letter) {
    this.#sent.add(letter.save);
    this.#outbox.push(letter);
  }

  async #run() {
    clearTimeout(this.#timer);
    this.onBusy(true);
    try {
      return (await this.#sendAll()) && !this.hasUnsaved;
    } finally {
      this.#running = null;
      this.onBusy(false);
    }
  }

  async #sendAll() {
    let isClear = true;
    while (this.hasWaiting) {
      if (this.#outbox.length === 0) {
        if (this.#isBehind && !(await this.#catchUp())) return false;
        this.#writeLetter();
        continue;
      }
      const answer = await this.#deliver(this.#outbox[0]);
      if (answer === STOP) return false;
      isClear &&= answer !== REFUSED && answer.conflicts.length === 0;
    }
    return isClear;
  }

  #writeLetter() {
    const gestures = this.model.unsavedGestures(this.asked);
    this.asked.clear();
    if (gestures.length === 0) return;
    const told = this.toldAs();
    if (told) for (const each of gestures) each.gesture = told;
    this.#post({ save: randomName(), gestures });
  }

  async #catchUp() {
    this.#isBehind = !(await this.catchUp());
    if (this.#isBehind) this.#retryLater();
    return !this.#isBehind;
  }

  /**
   * @returns {Promise<Answer | "refused" | "stop">} the answer; REFUSED when the next letter may leave, STOP when none may
   * @param {Letter} letter
   */
  async #deliver(letter) {
    let answer;
    try {
      answer = await this.send(letter);
    } catch (error) {
      const failure = /** @type {SaveFailure} */ (error);
      if (await this.#recover(failure, letter)) return this.#deliver(letter);
      return failure.kind === REFUSED ? REFUSED : STOP;
    }
    this.#outbox.shift();
    this.delivered.add(letter.save);
    this.#isBehind ||= Boolean(letter.isInherited);
    this.#delay = FIRST_RETRY;
    this.onSaved(letter, answer);
    return answer;
  }

  /**
   * @returns {Promise<boolean>} whether the same letter can leave again at once
   * @param {SaveFailure} failure
   * @param {Letter} letter
   */
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
