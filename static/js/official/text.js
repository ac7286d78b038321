/**
 * A text on its way to the server: saved two seconds after the last key, tried again when the network is away, never
 * written over another one unseen. Nothing here touches the page.
 */
import { REFUSED, RETRY, SIGN_IN } from "../grid/saving.js";

export const PAUSE = 2_000;
const FIRST_RETRY = 3_000;
const LONGEST_RETRY = 30_000;

/**
 * What the server says of a text.
 * @typedef {{key: number, version: number, text: string, author: string, at: string, conflict?: boolean}} Stored
 * @typedef {"saved" | "typing" | "sending" | "too-long" | "waiting" | "conflict" | "refused"} State
 * @typedef {object} Parts
 * @property {(text: string, version: number, key: number) => Promise<Stored>} send rejects with a SaveFailure
 * @property {(sentence: string) => Promise<boolean>} signIn
 * @property {(text: Text) => void} onChange
 */

/** How many signs a text has, as the server counts them: an emoji is one or a few, never half. @param {string} text */
export function lengthOf(text) {
  return [...text.replaceAll("\r\n", "\n").trim()].length;
}

export class Text {
  /** @type {State} */
  state = "saved";
  /** What somebody else wrote there meanwhile. @type {Stored | null} */
  other = null;
  /** Why the server refused. */
  refusal = "";
  #delay = FIRST_RETRY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;
  #isSending = false;

  /** @param {Stored} stored @param {number} limit @param {Parts} parts */
  constructor(stored, limit, parts) {
    this.stored = stored;
    this.typed = stored.text;
    this.limit = limit;
    this.parts = parts;
  }

  get isUnsaved() {
    return this.typed.trim() !== this.stored.text;
  }

  get length() {
    return lengthOf(this.typed);
  }

  /** Whether one more sign may be typed. */
  get isFull() {
    return this.length >= this.limit;
  }

  /** @param {string} text */
  type(text) {
    this.typed = text;
    clearTimeout(this.#timer);
    if (this.state === "conflict") return this.#turn("conflict");
    this.refusal = "";
    if (!this.isUnsaved) return this.#turn("saved");
    if (this.length > this.limit) return this.#turn("too-long");
    this.#timer = setTimeout(() => this.save(), PAUSE);
    return this.#turn("typing");
  }

  /** Sends what is typed at once. */
  async save() {
    clearTimeout(this.#timer);
    if (this.#isSending || !this.isUnsaved || this.length > this.limit || this.state === "conflict") return;
    this.#isSending = true;
    this.#turn("sending");
    const sent = this.typed;
    try {
      this.#settle(await this.parts.send(sent, this.stored.version, this.stored.key), sent);
    } catch (failure) {
      this.#isSending = false;
      await this.#recover(/** @type {import("../grid/saving.js").SaveFailure} */ (failure));
    } finally {
      this.#isSending = false;
    }
  }

  /** The network is back. */
  wake() {
    if (this.state === "waiting") this.save();
  }

  /** Of the two texts, this one. */
  keepMine() {
    this.#accept();
    this.save();
  }

  /** Of the two texts, the other one. */
  takeTheirs() {
    const other = this.#accept();
    this.typed = other.text;
    this.#turn("saved");
  }

  /** What was typed in a page that closed, on the version that it showed. @param {string} text @param {number} version */
  restore(text, version) {
    this.typed = text;
    if (!this.isUnsaved) return this.#turn("saved");
    if (version !== this.stored.version) {
      this.other = this.stored;
      return this.#turn("conflict");
    }
    return this.type(text);
  }

  /** The server says what stands, whatever was typed: an « annuler ». @param {Stored} stored */
  replace(stored) {
    clearTimeout(this.#timer);
    this.stored = stored;
    this.typed = stored.text;
    this.#turn("saved");
  }

  #accept() {
    const other = /** @type {Stored} */ (this.other);
    this.stored = other;
    this.other = null;
    this.state = "typing";
    return other;
  }

  /** @param {Stored} answer @param {string} sent */
  #settle(answer, sent) {
    this.#delay = FIRST_RETRY;
    if (answer.conflict) {
      this.other = answer;
      return this.#turn("conflict");
    }
    this.stored = answer;
    // What was typed while it was on its way leaves in its turn.
    if (this.typed !== sent) return this.type(this.typed);
    return this.#turn("saved");
  }

  /** @param {import("../grid/saving.js").SaveFailure} failure */
  async #recover(failure) {
    if (failure.kind === SIGN_IN && (await this.parts.signIn(failure.message))) return this.save();
    if (failure.kind === REFUSED) {
      this.refusal = failure.message;
      return this.#turn("refused");
    }
    if (failure.kind === RETRY) {
      this.#timer = setTimeout(() => this.save(), this.#delay);
      this.#delay = Math.min(2 * this.#delay, LONGEST_RETRY);
    }
    return this.#turn("waiting");
  }

  /** @param {State} state */
  #turn(state) {
    this.state = state;
    this.parts.onChange(this);
  }
}
