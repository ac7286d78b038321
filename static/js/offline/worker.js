// Keeps the last pages that a family read, on a device where that was asked, and gives them back without a network.
//
// Whose a page is, and whether it may be kept, is said by its header. As soon as the network answers with a page of
// somebody else, or of nobody, all that was kept is thrown away. Not a module: some browsers take no other worker.

const HEADER = "Sacoche-Pages";
const AGREED = "sacoche-accord";
const PAGES = "sacoche-pages";
const FILES = "sacoche-fichiers";
const MOST = 20;
const AT = "Sacoche-Gardee-Le";
const TITLE = "Sacoche-Titre";
const SIGN_OUT = "deconnexion/";
const MAIN = '<main id="contenu" tabindex="-1">';

// The types of the checks are those of a page, not of a worker.
const worker = /** @type {any} */ (globalThis);

/** Whose a page is, and whether it may be kept. @param {string | null} written */
const ownerOf = (written) => {
  const [key, ...said] = (written ?? "").split(";").map((part) => part.trim());
  return { key, isKept: said.includes("keep") };
};

/** « 30/11/2026 à 18 h 32 ». @param {Date} at */
const dayAndHour = (at) => {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const day = `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
  return `${day} à ${at.getHours()} h ${two(at.getMinutes())}`;
};

/** A page that was kept, saying so and when. @param {string} html @param {Date} at */
const dated = (html, at) => {
  const said = `Vue hors connexion : cette page est celle du ${dayAndHour(at)}. Ce qui demande une connexion ne répondra pas.`;
  return html.replace(MAIN, `${MAIN}<p class="notice notice-warn" role="status" data-kept-page>${said}</p>`);
};

/** @param {string} html */
const titleOf = (html) => /<title>([^<]*)<\/title>/.exec(html)?.[1].trim() ?? "";

/** The key of the account for which this device keeps pages; nothing until it was asked. */
const agreed = async () => {
  if (!(await caches.has(AGREED))) return "";
  const found = await (await caches.open(AGREED)).match(worker.registration.scope);
  return found ? found.text() : "";
};

/** Nothing of anybody is left; what was asked of this device stays asked. */
const empty = async () => {
  await caches.delete(PAGES);
  await caches.delete(FILES);
};

/** @param {Request} request @param {Response} answer */
const keep = async (request, answer) => {
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  // What was read is no longer what was sent.
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set(AT, new Date().toISOString());
  headers.set(TITLE, encodeURIComponent(titleOf(html)));
  const cache = await caches.open(PAGES);
  // Deleted first: the page read last is the last one.
  await cache.delete(request.url);
  await cache.put(request.url, new Response(html, { headers }));
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(kept.length - MOST, 0))) await cache.delete(old);
};

/** What an answer of the network changes of what is kept. @param {Request} request @param {Response} answer */
const note = async (request, answer) => {
  const isPage = (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (answer.status !== 200 || !isPage) return;
  const { key, isKept } = ownerOf(answer.headers.get(HEADER));
  const device = await agreed();
  if (!device || key !== device) await empty();
  else if (isKept) await keep(request, answer.clone());
};

/** Where a page that was kept says that its look is. @param {string} html */
const lookOf = (html) => /<link rel="stylesheet" href="[^"]*css\/app[^"]*">/.exec(html)?.[0] ?? "";

/** The list of what can be read, when the page that was asked is not kept. */
const list = async () => {
  const cache = await caches.open(PAGES);
  const lines = [];
  let look = "";
  for (const request of [...(await cache.keys())].reverse()) {
    const kept = await cache.match(request, { ignoreVary: true });
    const title = decodeURIComponent(kept?.headers.get(TITLE) ?? "").replace(/ – SACoche$/, "");
    look ||= lookOf((await kept?.text()) ?? "");
    const at = dayAndHour(new Date(kept?.headers.get(AT) ?? 0));
    lines.push(
      `<li><a href="${request.url.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">${title}</a>, ${at}</li>`,
    );
  }
  const said = lines.length
    ? `<p>Cette page n'est pas gardée sur cet appareil. Celles qui le sont :</p><ul>${lines.join("")}</ul>`
    : "<p>Aucune page n'est gardée sur cet appareil : retrouvez une connexion, puis rechargez.</p>";
  const head =
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<meta name="color-scheme" content="light dark">${look}`;
  return new Response(
    `<!doctype html><html lang="fr"><head>${head}<title>Pas de connexion – SACoche</title></head>` +
      `<body><main><h1>Pas de connexion</h1><section class="card">${said}</section></main></body></html>`,
    {
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; style-src 'self'",
      },
    },
  );
};

/** A page that was kept, or the list of those that are. @param {Request} request */
const withoutNetwork = async (request) => {
  const kept = await (await caches.open(PAGES)).match(request.url, { ignoreVary: true });
  if (!kept) return list();
  const html = dated(await kept.text(), new Date(kept.headers.get(AT) ?? 0));
  return new Response(html, { headers: kept.headers });
};

/** @param {Request} request */
const page = async (request) => {
  try {
    const answer = await fetch(request);
    await note(request, answer);
    return answer;
  } catch {
    return withoutNetwork(request);
  }
};

/** « Déconnexion » without a network: the server is not told, but nothing is left to read here. @param {Request} request */
const signOut = async (request) => {
  await empty();
  return page(request);
};

/** A style sheet, a script or an icon, with which pages are drawn. @param {Request} request */
const file = async (request) => {
  try {
    const answer = await fetch(request);
    if (answer.ok && (await agreed())) await (await caches.open(FILES)).put(request.url, answer.clone());
    return answer;
  } catch {
    return (await (await caches.open(FILES)).match(request.url, { ignoreVary: true })) ?? Response.error();
  }
};

/** Images are those of the product alone: a photo is not kept. @param {Request} request */
const isFile = (request) => {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return false;
  const isOurs = url.pathname.includes("/static/");
  return (
    ["style", "script"].includes(request.destination) || (isOurs && ["font", "image"].includes(request.destination))
  );
};

/** @param {Request} request */
const answerTo = (request) => {
  if (request.mode === "navigate") {
    if (request.url === `${worker.registration.scope}${SIGN_OUT}`) return signOut(request);
    return request.method === "GET" ? page(request) : null;
  }
  return isFile(request) ? file(request) : null;
};

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});
