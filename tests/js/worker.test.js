/** The worker that keeps the pages of a family: asked first, emptied for anybody else, dated when it gives them back. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../static/js/offline/worker.js", import.meta.url), "utf-8");
const SCOPE = "https://ecole.example/sacoche/";
const MAIN = '<main id="contenu" tabindex="-1">';

/** A cache of a browser: what is put last comes last. */
class Cache {
  /** @type {Map<string, Response>} */
  held = new Map();
  /** @param {any} request */
  at = (request) => request.url ?? request;
  /** @param {any} request */
  match = async (request) => this.held.get(this.at(request))?.clone();
  /** @param {any} request @param {Response} answer */
  put = async (request, answer) => void this.held.set(this.at(request), answer);
  /** @param {any} request */
  delete = async (request) => this.held.delete(this.at(request));
  keys = async () => [...this.held.keys()].map((url) => ({ url }));
}

/** @type {Map<string, Cache>} */
let held;
/** @type {any} */
let heard;
/** @type {() => Promise<Response>} */
let network;

beforeEach(() => {
  held = new Map();
  heard = {};
  const caches = {
    has: async (/** @type {string} */ name) => held.has(name),
    open: async (/** @type {string} */ name) => held.get(name) ?? held.set(name, new Cache()).get(name),
    delete: async (/** @type {string} */ name) => held.delete(name),
  };
  const world = {
    caches,
    Headers,
    Response,
    URL,
    fetch: () => network(),
    registration: { scope: SCOPE },
    location: new URL(SCOPE),
    addEventListener: (/** @type {string} */ name, /** @type {any} */ listen) => {
      heard[name] = listen;
    },
  };
  vm.runInContext(SOURCE, vm.createContext(world));
});

const noNetwork = async () => {
  throw new TypeError("Failed to fetch");
};

/** @param {string} said @param {string} owner */
const answering = (said, owner) => async () => {
  const html = `<link rel="stylesheet" href="/static/css/app.1a2b.css"><title>${said} – SACoche</title>${MAIN}${said}</main>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", ...(owner && { "Sacoche-Pages": owner }) };
  return new Response(html, { headers });
};

/** @param {string} path @param {object} [more] @returns {Promise<Response | undefined>} */
const ask = (path, more = {}) => {
  const request = { url: SCOPE + path, method: "GET", mode: "navigate", destination: "document", ...more };
  let answer;
  heard.fetch({ request, respondWith: (/** @type {any} */ given) => (answer = given) });
  return Promise.resolve(answer);
};

/** @param {string} path @returns {Promise<string>} */
const read = async (path) => (await ask(path))?.text() ?? "";

/** @param {string} key */
const agree = (key) => {
  const cache = new Cache();
  held.set("sacoche-accord", cache);
  return cache.put(SCOPE, new Response(key));
};

const pages = () => [...(held.get("sacoche-pages")?.held.keys() ?? [])].map((url) => url.replace(SCOPE, ""));

test("nothing is kept until it was asked on this device", async () => {
  network = answering("Accueil", "ana; keep");
  await read("accueil/");
  assert.deepEqual(pages(), []);
});

test("a page that was read is given back without a network, dated", async () => {
  await agree("ana");
  network = answering("Accueil", "ana; keep");
  assert.ok(!(await read("accueil/")).includes("hors connexion"));
  network = noNetwork;
  const html = await read("accueil/");
  assert.match(html, /Vue hors connexion : cette page est celle du \d\d\/\d\d\/\d{4} à \d+ h \d\d/);
  assert.ok(html.includes("Accueil</main>"));
});

test("a page that may not be kept is not, and says nothing of the others", async () => {
  await agree("ana");
  network = answering("Accueil", "ana; keep");
  await read("accueil/");
  network = answering("Mot de passe", "ana");
  await read("mot-de-passe/");
  assert.deepEqual(pages(), ["accueil/"]);
});

for (const [who, owner] of [
  ["another account", "ben; keep"],
  ["nobody", ""],
]) {
  test(`pages are thrown away as soon as the network answers to ${who}`, async () => {
    await agree("ana");
    network = answering("Accueil", "ana; keep");
    await read("accueil/");
    network = answering("Connexion", owner);
    await read("connexion/");
    assert.deepEqual(pages(), []);
    network = noNetwork;
    assert.ok((await read("accueil/")).includes("Aucune page n'est gardée"));
  });
}

test("an answer of an incident, a redirection or a file says nothing of who is there", async () => {
  await agree("ana");
  network = answering("Accueil", "ana; keep");
  await read("accueil/");
  for (const answer of [
    new Response("", { status: 503, headers: { "Content-Type": "text/html" } }),
    new Response("", { status: 302 }),
    new Response("%PDF", { headers: { "Content-Type": "application/pdf" } }),
  ]) {
    network = async () => answer;
    await ask("releves/");
  }
  assert.deepEqual(pages(), ["accueil/"]);
});

test("signing out without a network leaves nothing to read", async () => {
  await agree("ana");
  network = answering("Accueil", "ana; keep");
  await read("accueil/");
  network = noNetwork;
  await ask("deconnexion/", { method: "POST" });
  assert.deepEqual(pages(), []);
});

test("the last twenty pages are kept, the one read last among them", async () => {
  await agree("ana");
  for (let rank = 0; rank < 25; rank += 1) {
    network = answering(`Page ${rank}`, "ana; keep");
    await read(`page/${rank}`);
    network = answering("Accueil", "ana; keep");
    await read("accueil/");
  }
  assert.equal(pages().length, 20);
  assert.deepEqual(pages().slice(-2), ["page/24", "accueil/"]);
});

test("a page that is not kept gives the list of those that are, the last one first", async () => {
  await agree("ana");
  for (const name of ["Accueil", "Relev&eacute; d'items"]) {
    network = answering(name, "ana; keep");
    await read(`${name[0]}/?a=1&b="2"`);
  }
  network = noNetwork;
  const html = await read("ailleurs/");
  assert.deepEqual(
    [...html.matchAll(/<a href="([^"]*)">([^<]*)</g)].map(([, , title]) => title),
    ["Relev&eacute; d'items", "Accueil"],
  );
  assert.ok(html.includes('<link rel="stylesheet" href="/static/css/app.1a2b.css">'));
  assert.ok(html.includes('href="https://ecole.example/sacoche/R/?a=1&amp;b=&quot;2&quot;"'));
});

test("what is sent goes to the network alone", async () => {
  assert.equal(await ask("evaluations/", { method: "POST" }), undefined);
  assert.equal(await ask("photo.jpg", { mode: "no-cors", destination: "image" }), undefined);
});

test("what draws pages is kept with them, and no other image than those of the product", async () => {
  await agree("ana");
  const file = { mode: "no-cors", destination: "style" };
  network = async () => new Response("body {}", { headers: { "Content-Type": "text/css" } });
  await ask("static/css/app.css", file);
  network = noNetwork;
  assert.equal(await (await ask("static/css/app.css", file))?.text(), "body {}");
});
