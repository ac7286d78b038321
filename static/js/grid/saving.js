/**
 * Sends what changed, cell by cell with the state it had when displayed, and takes
 * the answer in. Whatever goes wrong, the clicks stay in the page.
 */

export const SIGNED_OUT = "signed-out";
export const UNREACHABLE = "unreachable";
export const REFUSED = "refused";

export class SaveFailure extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/**
 * @param {string} url
 * @param {{gesture: string, cells: number[][]}[]} gestures
 * @returns {Promise<{message: string, saved: number, date: string, author: string, conflicts: object[]}>}
 */
export async function sendGestures(url, gestures) {
  let response = await post(url, gestures);
  if (response.status === 403 && !isJson(response)) {
    // Signing in again (in another tab) changes the forgery token: take the new one, once.
    await renewToken();
    response = await post(url, gestures);
  }
  if (response.status === 401 || response.type === "opaqueredirect") {
    throw new SaveFailure(SIGNED_OUT, "Votre session est terminée.");
  }
  if (!isJson(response)) throw new SaveFailure(REFUSED, wordsOf(response.status));
  const answer = await response.json();
  if (!response.ok) throw new SaveFailure(REFUSED, answer.error);
  return answer;
}

function wordsOf(status) {
  if (status === 403) return "Votre compte ne permet pas d'enregistrer ces validations.";
  return `Le serveur n'a pas su répondre (code ${status}).`;
}

function post(url, gestures) {
  return reach(url, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify({ gestures }),
  });
}

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new SaveFailure(UNREACHABLE, "Le serveur ne répond pas : vérifiez la connexion au réseau.");
  }
}

function csrfToken() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

async function renewToken() {
  const answer = await reach(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute("hx-headers");
  if (headers) document.body.setAttribute("hx-headers", headers);
}

function isJson(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("application/json");
}
