/**
 * Sends what changed, cell by cell with the state it had when displayed.
 * Whatever goes wrong, a SaveFailure says it in French and what can be done about it.
 */
import { isJson, isNetworkAway, post } from "../page-token.js";

/** @import { SentCell } from "./model.js" */

/** What to do about a failure: sign in, try the same again later, or leave it to the person. */
export const SIGN_IN = "sign-in";
export const RETRY = "retry";
export const REFUSED = "refused";

const PATIENCE = 30_000;
/** A server that starts again, or its front that does not find it. */
const AWAY = new Set([502, 503, 504]);

/**
 * What is sent: gestures, and a number by which the server knows them again.
 * @typedef {{save: string, gestures: {gesture: string, cells: SentCell[]}[], isInherited?: boolean}} Letter
 * @typedef {object} Found a cell that somebody changed meanwhile
 * @property {number} pupil
 * @property {number} row
 * @property {import("./alphabet.js").Value} wanted
 * @property {import("./alphabet.js").Value} stored
 * @property {string} author
 * @property {string} [at] the moment
 * @property {string} [date] the day
 * @property {boolean} [final] whether nothing can be chosen
 * @typedef {object} Answer
 * @property {string} message
 * @property {number} saved
 * @property {string} date
 * @property {string} author
 * @property {Found[]} conflicts
 * @property {{pupil: number, row: number, date: string, author: string}[]} [already] that somebody had stored so
 */

export class SaveFailure extends Error {
  /**
   * @param {"sign-in" | "retry" | "refused"} kind
   * @param {string} message
   * @param {{pupils?: number[], rows?: number[], isCut?: boolean}} [because] on whose account the server refused;
   *   whether the network itself is away
   */
  constructor(kind, message, because = {}) {
    super(message);
    this.kind = kind;
    this.pupils = because.pupils ?? [];
    this.rows = because.rows ?? [];
    this.isCut = because.isCut ?? false;
  }
}

/**
 * @param {string} url
 * @param {number} account for whom the page was drawn: nobody else signs its clicks
 * @param {Letter} letter
 * @param {string} forbidden what to say to an account that may not save
 * @returns {Promise<Answer>}
 */
export function sendLetter(url, account, { save, gestures }, forbidden) {
  return deliver(url, account, { save, gestures }, forbidden);
}

/**
 * Sends data that is to be saved; the answer of the server. Rejects with a SaveFailure.
 * @param {string} url
 * @param {number} account for whom the page was drawn
 * @param {object} data
 * @param {string} forbidden what to say to an account that may not save
 * @returns {Promise<any>}
 */
export async function deliver(url, account, data, forbidden) {
  const response = await reach(url, account, data);
  if (response.status === 401 || response.type === "opaqueredirect") {
    throw new SaveFailure(SIGN_IN, "Votre session est terminée.");
  }
  if (AWAY.has(response.status)) throw new SaveFailure(RETRY, "Le serveur est momentanément arrêté.");
  if (!isJson(response)) throw new SaveFailure(REFUSED, response.status === 403 ? forbidden : wordsOf(response.status));
  const answer = await response.json();
  if (response.status === 409) throw new SaveFailure(SIGN_IN, answer.error);
  if (!response.ok) throw new SaveFailure(REFUSED, answer.error, answer);
  return answer;
}

/** @param {string} url @param {number} account @param {object} data */
async function reach(url, account, data) {
  try {
    return await post(url, {
      headers: { "Content-Type": "application/json", "X-Account": String(account) },
      body: JSON.stringify(data),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    const isCut = isNetworkAway(error);
    throw new SaveFailure(RETRY, "Le serveur ne répond pas : vérifiez la connexion au réseau.", { isCut });
  }
}

/** @param {number} status */
function wordsOf(status) {
  return `Le serveur n'a pas su répondre (code ${status}).`;
}
