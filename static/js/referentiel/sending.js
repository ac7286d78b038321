/** Gestures of the tree on their way to the server, one after the other; what comes back is shown. */
import { isJson, post } from "../page-token.js";

/**
 * What changed since the page last knew, and what to say of the gesture.
 * @typedef {{cursor?: number, order?: number[], authors?: string[], domaines?: Record<string, string>, focus?: string, said?: string}} News
 */

/** A refusal; `present` is the name that a colleague gave meanwhile. */
export class Refusal extends Error {
  /** @param {string} message @param {string} [present] */
  constructor(message, present) {
    super(message);
    this.present = present;
  }
}

export class Sender {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  waiting = 0;

  /** @param {{act: string, presence: string}} urls @param {() => number} cursor */
  constructor(urls, cursor) {
    this.urls = urls;
    this.cursor = cursor;
  }

  /** In the order of the gestures: the cursor is read when the turn comes. @param {object} gesture @returns {Promise<News>} */
  send(gesture) {
    this.waiting += 1;
    const turn = this.#last
      .then(() => this.#post(gesture))
      .finally(() => {
        this.waiting -= 1;
      });
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** @param {object} gesture @returns {Promise<News>} */
  async #post(gesture) {
    let answer;
    try {
      answer = await post(this.urls.act, {
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...gesture, cursor: this.cursor() }),
        signal: AbortSignal.timeout(30_000),
      });
    } catch {
      throw new Refusal("Le serveur ne répond pas : vérifiez la connexion, puis recommencez.");
    }
    if (answer.ok) return answer.json();
    if (!isJson(answer)) throw new Refusal("Le serveur a refusé : rechargez la page, puis recommencez.");
    const said = await answer.json();
    throw new Refusal(said.error ?? "Le serveur a refusé : rechargez la page.", said.present);
  }

  /** What colleagues did, nothing while a gesture is on its way. @returns {Promise<News | null>} */
  async ask() {
    if (this.waiting) return null;
    const answer = await fetch(`${this.urls.presence}?depuis=${this.cursor()}`, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    return answer.ok && answer.status !== 204 && isJson(answer) && !this.waiting ? answer.json() : null;
  }
}
