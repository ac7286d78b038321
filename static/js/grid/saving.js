/**
 * Sends what changed, cell by cell with the state it had when displayed.
 * Whatever goes wrong, a SaveFailure says it in French and what can be done about it.
 */
import { isJson, post } from "../page-token.js";

/** What to do about a failure: sign in, try the same again later, or leave it to the person. */
export const SIGN_IN = "sign-in";
export const RETRY = "retry";
export const REFUSED = "refused";

const PATIENCE = 30_000;
/** A server that starts again, or its front that does not find it. */
const AWAY = new Set([502, 503, 504]);

export class SaveFailure extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/**
 * @param {string} url
 * @param {number} account for whom the page was drawn: nobody else signs its clicks
 * @param {{gesture: string, cells: number[][]}[]} gestures
 * @returns {Promise<{message: string, saved: number, date: string, author: string, conflicts: object[]}>}
 */
export async function sendGestures(url, account, gestures) {
  const response = await reach(url, account, gestures);
  if (response.status === 401 || response.type === "opaqueredirect") {
    throw new SaveFailure(SIGN_IN, "Votre session est terminée.");
  }
  if (AWAY.has(response.status)) throw new SaveFailure(RETRY, "Le serveur est momentanément arrêté.");
  if (!isJson(response)) throw new SaveFailure(REFUSED, wordsOf(response.status));
  const answer = await response.json();
  if (response.status === 409) throw new SaveFailure(SIGN_IN, answer.error);
  if (!response.ok) throw new SaveFailure(REFUSED, answer.error);
  return answer;
}

async function reach(url, account, gestures) {
  try {
    return await post(url, {
      headers: { "Content-Type": "application/json", "X-Account": String(account) },
      body: JSON.stringify({ gestures }),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new SaveFailure(RETRY, "Le serveur ne répond pas : vérifiez la connexion au réseau.");
  }
}

function wordsOf(status) {
  if (status === 403) return "Votre compte ne permet pas d'enregistrer ces validations.";
  return `Le serveur n'a pas su répondre (code ${status}).`;
}
