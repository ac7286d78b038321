/** Sends the cells of one gesture; whatever goes wrong comes back as an Error whose message is French. */
import { isJson, post } from "../page-token.js";

/**
 * @param {string} url
 * @param {string} account for whom the page was drawn: nobody else signs its clicks
 * @param {Array<[number, number, string]>} cells
 * @returns {Promise<{counts: Record<string, number>, summaries?: string[]}>}
 */
export async function sendCells(url, account, cells) {
  const answer = await reach(url, account, cells);
  if (answer.ok) return answer.json();
  if (isJson(answer)) throw new Error((await answer.json()).error);
  throw new Error(wordsOf(answer.status));
}

/** @param {string} url @param {string} account @param {Array<[number, number, string]>} cells */
async function reach(url, account, cells) {
  try {
    return await post(url, {
      headers: { "Content-Type": "application/json", "X-Account": account },
      body: JSON.stringify({ cells }),
      signal: AbortSignal.timeout(30_000),
    });
  } catch {
    throw new Error("Le serveur ne répond pas : vérifiez la connexion, puis recommencez.");
  }
}

/** @param {number} status */
function wordsOf(status) {
  if (status === 404) return "Une de ces lignes ou de ces colonnes n'existe plus : rechargez la page.";
  return "Le serveur a refusé : rechargez la page, puis recommencez.";
}
