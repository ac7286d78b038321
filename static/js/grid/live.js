/**
 * Who else has this grid open, and what they save: asked in the background, while somebody looks at the page.
 *
 * Whoever works on it asks every two seconds what changed, so that the first click of somebody who has just come is seen as
 * soon as the others; a server that has nothing new answers without a body. Left to itself and alone, the page only says
 * every twenty seconds that it is there. Only the server's numbers say what came after what.
 */
import { isJson, isNetworkAway, post } from "../page-token.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { Conflict } from "./disputes.js"
 */

const TICK = 1_800;
/** For how long after a gesture the person is at work. */
const AT_WORK = 120_000;
const BEAT = 20_000;
const PATIENCE = 10_000;

/**
 * Cells to show anew: saved from here, changed by somebody (his name), changed by both.
 * @typedef {{own: number[], taken: Map<number, string>, disputed: Map<number, Conflict>}} News
 */

/**
 * What the server says: pupil, thing, value, date, author, who changed it, when, number of the line of history, save.
 * @typedef {[number, number, Value, string, string, string, string, number, string | null]} Changed
 * @typedef {{cursor: number, others: string[], is_open_twice: boolean, changes: Changed[]}} LiveAnswer
 */

export class Live {
  #beaten = -Infinity;
  #tag = "";
  /** The question on its way. @type {Promise<boolean> | null} */
  #asking = null;
  #isStopped = false;
  #hasCompany = false;
  #usedAt = performance.now();
  /** The last line of history taken in for each cell. @type {Map<number, number>} */
  #seen = new Map();

  /**
   * @param {object} parts
   * @param {{url: string, scope: number, classe: string, cursor: number}} parts.settings
   * @param {string} parts.page the name of this page, drawn at random
   * @param {number} parts.account for whom the page was drawn
   * @param {import("./model.js").GridModel} parts.model
   * @param {() => boolean} parts.isSettled whether nothing of ours is on its way to the server
   * @param {() => number} parts.settled how many of our saves the server has answered
   * @param {(save: string) => boolean} parts.isMine whether this page sent that save
   * @param {(company: {names: string[], isOpenTwice: boolean}) => void} parts.onCompany
   * @param {(news: News) => void} parts.onNews
   * @param {() => void} parts.onReached
   * @param {(isCut: boolean) => void} parts.onMissed no answer; isCut when the network itself is away
   */
  constructor(parts) {
    this.settings = parts.settings;
    this.page = parts.page;
    this.account = parts.account;
    this.model = parts.model;
    this.isSettled = parts.isSettled;
    this.settled = parts.settled;
    this.isMine = parts.isMine;
    this.onCompany = parts.onCompany;
    this.onNews = parts.onNews;
    this.onReached = parts.onReached;
    this.onMissed = parts.onMissed;
    this.cursor = this.settings.cursor;
  }

  start() {
    document.addEventListener("visibilitychange", () => this.wake());
    addEventListener("pagehide", () => this.#leave());
    addEventListener("pageshow", (event) => event.persisted && this.wake());
    for (const gesture of ["pointermove", "pointerdown", "keydown", "scroll"])
      addEventListener(gesture, () => (this.#usedAt = performance.now()), { capture: true, passive: true });
    setInterval(() => this.#tick(), TICK);
    this.wake();
  }

  /** Asks at once: the page is looked at again, the network is back, or somebody signed in. */
  wake() {
    this.#isStopped = false;
    this.#beaten = -Infinity;
    return this.#tick();
  }

  /** A save went through: what had stopped the questions is over. */
  resume() {
    this.#isStopped = false;
  }

  /**
   * What changed, now; for who must know before going on.
   * @returns {Promise<boolean>} whether a server answered
   */
  async pull() {
    await this.#asking;
    return this.#ask(() => this.#get());
  }

  async #tick() {
    if (document.hidden || !navigator.onLine || this.#isStopped || !this.isSettled()) return;
    if (performance.now() - this.#beaten >= BEAT) await this.#ask(() => this.#beat());
    else if (this.#hasCompany || performance.now() - this.#usedAt < AT_WORK) await this.#ask(() => this.#get());
  }

  /** @param {() => Promise<Response>} question */
  #ask(question) {
    this.#asking ??= this.#hear(question).finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** @param {() => Promise<Response>} question */
  async #hear(question) {
    const settled = this.settled();
    /** @type {Response} */
    let response;
    /** @type {LiveAnswer | null} */
    let answer;
    try {
      response = await question();
      answer = response.ok && isJson(response) ? await response.json() : null;
    } catch (error) {
      this.onMissed(isNetworkAway(error));
      return false;
    }
    if (response.status >= 500) this.onMissed(false);
    else this.#read(response, answer, settled);
    return response.status < 500;
  }

  #beat() {
    this.#beaten = performance.now();
    return post(this.settings.url, {
      body: this.#question(),
      headers: this.#headers(),
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  #get() {
    return fetch(`${this.settings.url}?${this.#question()}`, {
      headers: { Accept: "application/json", ...this.#headers(), ...(this.#tag && { "If-None-Match": this.#tag }) },
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  #leave() {
    this.#beaten = -Infinity;
    const body = this.#question();
    body.set("ferme", "1");
    post(this.settings.url, { body, headers: this.#headers(), keepalive: true }).catch(() => {});
  }

  #headers() {
    return { "X-Account": String(this.account) };
  }

  #question() {
    const { scope, classe } = this.settings;
    return new URLSearchParams({ cadre: String(scope), classe, depuis: String(this.cursor), page: this.page });
  }

  /** @param {Response} response @param {LiveAnswer | null} answer @param {number} settled */
  #read(response, answer, settled) {
    this.onReached();
    if (response.status === 304) return;
    // A session that ended, a class that is no longer his: a save will say it; nothing more is asked until then.
    if (answer === null) {
      this.#isStopped = true;
      return;
    }
    // Something of ours left meanwhile, and has perhaps arrived: what this says may be older.
    if (!this.isSettled() || this.settled() !== settled) return;
    this.#tag = response.headers.get("ETag") ?? "";
    this.cursor = answer.cursor;
    this.#hasCompany = answer.others.length > 0 || answer.is_open_twice;
    this.onCompany({ names: answer.others, isOpenTwice: answer.is_open_twice });
    this.#take(answer.changes);
  }

  /** @param {Changed[]} changes */
  #take(changes) {
    /** @type {News} */
    const news = { own: [], taken: new Map(), disputed: new Map() };
    for (const [pupil, thing, value, on, by, actor, at, number, save] of changes) {
      const cell = this.model.cellOf(pupil, thing);
      if (cell === null || number <= (this.#seen.get(cell) ?? 0)) continue;
      this.#seen.set(cell, number);
      const wanted = this.model.current[cell];
      const isMine = save !== null && this.isMine(save);
      const fate = this.model.receive(cell, value, { on, by }, isMine ? null : actor);
      if (fate === "own") news.own.push(cell);
      if (fate === "taken") news.taken.set(cell, actor);
      const final = fate === "final";
      if (final || fate === "disputed") news.disputed.set(cell, { wanted, stored: value, author: actor, at, final });
    }
    if (news.own.length + news.taken.size + news.disputed.size > 0) this.onNews(news);
  }
}
