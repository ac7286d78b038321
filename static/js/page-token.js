/** The forgery token of the page: signing in anew, here or in another tab, gives another one. */

/**
 * @typedef {object} PostOptions
 * @property {BodyInit} body
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 * @property {boolean} [keepalive] sent even when the page closes
 */

function pageToken() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

/** Every request and every form of the page takes the new token. @param {string} token */
export function setPageToken(token) {
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
}

/**
 * A POST that wants data back; a token that is out of date is renewed and the request sent once more.
 * @param {string} url
 * @param {PostOptions} options
 * @returns {Promise<Response>} rejected when no server answers
 */
export async function post(url, options) {
  const response = await send(url, options);
  if (response.status !== 403 || isJson(response)) return response;
  await renewToken();
  return send(url, options);
}

/**
 * Whether a request that failed found no network at all, rather than a server too slow to answer.
 * @param {unknown} error
 */
export function isNetworkAway(error) {
  return error instanceof TypeError;
}

/** @param {Response} response */
export function isJson(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("application/json");
}

/** @param {string} url @param {PostOptions} options */
function send(url, { body, headers = {}, signal, keepalive }) {
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: { Accept: "application/json", "X-CSRFToken": pageToken(), ...headers },
    body,
    signal,
    keepalive,
  });
}

async function renewToken() {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute("hx-headers");
  if (headers) setPageToken(JSON.parse(headers)["X-CSRFToken"]);
}
