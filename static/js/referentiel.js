/** « Modifier le contenu »: the tree by keyboard, by mouse, and as colleagues change it. */
import { count } from "./grid/words.js";
import { listenToDrag } from "./referentiel/dragging.js";
import { Panel } from "./referentiel/panel.js";
import { Refusal, Sender } from "./referentiel/sending.js";
import { below, keyOf, kindOf, nameOf, Tree } from "./referentiel/tree.js";
import { Typing } from "./referentiel/typing.js";

/** @import { News } from "./referentiel/sending.js" */
/** @import { Kind, Place } from "./referentiel/tree.js" */

const BEAT = 1_500;

const root = document.querySelector("#arbre");
const said = document.querySelector("[data-tree-said]");
const bulk = document.querySelector("#bulk");
const tree = new Tree(root);
let cursor = Number(root.dataset.cursor);
const sender = new Sender({ act: root.dataset.act ?? "", presence: root.dataset.presence ?? "" }, () => cursor);
const panel = new Panel(document.querySelector("#fiche"), { onClosed: () => tree.choose(tree.current), onSaved: look });
const typing = new Typing(tree, { add, rename, confirm: confirmLines });

for (const hidden of document.querySelectorAll(".rt-tools [hidden], [data-bulk-clear]")) hidden.hidden = false;
listenToDrag(tree, move);
showTicks();

/** @param {string} words @param {boolean} [isWrong] */
function say(words, isWrong = false) {
  said.textContent = words;
  said.classList.toggle("is-wrong", isWrong);
}

/** Show what changed; the focus stays on its line, or goes to that of the gesture. @param {News} news */
function take(news) {
  if (news.cursor !== undefined && news.cursor > cursor) {
    const focused = tree.current?.id;
    const had = root.contains(document.activeElement);
    cursor = news.cursor;
    for (const [key, html] of Object.entries(news.domaines ?? {})) tree.draw(key, html);
    tree.arrange(news.order ?? []);
    tree.choose(tree.line(news.focus ?? focused ?? "") ?? tree.shown()[0], had || news.focus !== undefined);
    const empty = document.querySelector("[data-tree-empty]");
    empty.hidden = (news.order ?? []).length > 0;
    showTicks();
  }
  if (news.authors?.length) say(`${news.authors.join(", ")} vient de changer ce référentiel.`);
  if (news.said) say(news.said);
}

/** @param {object} gesture @returns {Promise<News | null>} null when it was refused */
async function send(gesture) {
  try {
    const news = await sender.send(gesture);
    take(news);
    return news;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message, true);
    if (error.present !== undefined) throw error;
    return null;
  }
}

/** @param {Kind} kind @param {Place} place @param {string[]} names */
async function add(kind, place, names) {
  const news = await send({ verb: "add", kind, names, ...place });
  return news?.focus ?? null;
}

/** A name that a colleague changed meanwhile is shown with ours: one is chosen. @param {PageElement} line @param {string} name @param {string} [seen] */
async function rename(line, name, seen = nameOf(line)) {
  try {
    await send({ verb: "rename", kind: kindOf(line), key: keyOf(line), name, seen });
  } catch (error) {
    if (!(error instanceof Refusal) || error.present === undefined) throw error;
    if (await isMineChosen(error.present, name)) await rename(line, name, error.present);
    else look();
  }
}

/** @param {PageElement} line @param {Place | null} place */
async function move(line, place) {
  const now = tree.place(line);
  if (!place || (place.parent === now.parent && place.order === now.order)) return;
  await send({ verb: "move", kind: kindOf(line), key: keyOf(line), ...place });
}

/** @param {PageElement} dialog @returns {Promise<string>} the value of the button */
function answerOf(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

/** @param {string[]} names @param {string} word */
async function confirmLines(names, word) {
  const dialog = document.querySelector("#lignes");
  dialog.querySelector("h2").textContent = count(names.length, word, `${word}s`);
  const rows = names.map((name) => Object.assign(document.createElement("li"), { textContent: name }));
  dialog.querySelector("ol").replaceChildren(...rows);
  return (await answerOf(dialog)) === "yes";
}

/** @param {string} present @param {string} wanted */
async function isMineChosen(present, wanted) {
  const dialog = document.querySelector("#conflit");
  dialog.querySelector("[data-conflict=present]").textContent = present;
  dialog.querySelector("[data-conflict=wanted]").textContent = wanted;
  return (await answerOf(dialog)) === "wanted";
}

// ------------------------------------------------------------ what colleagues do

async function look() {
  if (document.hidden || typing.isOpen) return;
  try {
    const news = await sender.ask();
    if (news && !typing.isOpen) take(news);
  } catch {
    // The next beat asks again.
  }
}

setInterval(look, BEAT);

// ------------------------------------------------------------ keys

/** @type {Record<string, (line: PageElement) => unknown>} */
const KEYS = {
  ArrowDown: () => tree.go(1),
  ArrowUp: () => tree.go(-1),
  Home: () => tree.choose(tree.shown()[0]),
  End: () => tree.choose(tree.shown().at(-1)),
  ArrowRight: (line) =>
    line.getAttribute("aria-expanded") === "false"
      ? tree.fold(line, true)
      : tree.choose(tree.children(line).at(0) ?? line),
  ArrowLeft: (line) =>
    line.getAttribute("aria-expanded") === "true" ? tree.fold(line, false) : tree.choose(tree.parent(line)),
  Enter: (line) => typing.rename(line),
  F2: (line) => typing.rename(line),
  Insert: (line) => typing.add(kindOf(line), tree.parent(line), line),
  m: (line) => panel.open(line.querySelector("a").href),
  Delete: (line) => location.assign(`${line.querySelector("a").href}supprimer/`),
  " ": (line) => {
    line.querySelector("input").click();
  },
  Escape: () => untick(),
};

root.addEventListener("keydown", (event) => {
  const line = /** @type {PageElement} */ (event.target);
  if (!line.matches("[data-kind]") || typing.isOpen) return;
  const act = keyed(event, line);
  if (!act) return;
  event.preventDefault();
  act();
});

/** @param {KeyboardEvent} event @param {PageElement} line @returns {(() => unknown) | undefined} */
function keyed(event, line) {
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    return () => move(line, tree.placeBeside(line, event.key === "ArrowUp" ? -1 : 1));
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") return () => send({ verb: "undo" });
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  return act && (() => act(line));
}

// ------------------------------------------------------------ mouse and touch

root.addEventListener("click", (event) => {
  const target = event.target;
  const line = target.closest("[data-kind]");
  if (!line || target.matches("[type=checkbox]")) return;
  if (target.matches(".rt-name") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    tree.choose(line, false);
    panel.open(target.href);
    return;
  }
  tree.choose(line);
  if (target.closest(".ref-code") && below(kindOf(line)))
    tree.fold(line, line.getAttribute("aria-expanded") === "false");
});

document.querySelector("[data-tree-add]").addEventListener("click", (event) => {
  event.preventDefault();
  typing.add("domaine", null, tree.children(null).at(-1) ?? null);
});
document.querySelector("[data-tree-undo]").addEventListener("click", () => send({ verb: "undo" }));
document.querySelector("[data-tree-fold]").addEventListener("click", () => foldAll(false));
document.querySelector("[data-tree-unfold]").addEventListener("click", () => foldAll(true));

/** @param {boolean} isOpen */
function foldAll(isOpen) {
  for (const line of root.querySelectorAll("[aria-expanded]")) tree.fold(line, isOpen);
  const current = tree.current;
  if (current && !tree.shown().includes(current)) tree.choose(tree.shown()[0], false);
}

document.querySelector("[data-tree-search]").addEventListener("input", (event) => {
  const words = /** @type {PageElement} */ (event.target).value;
  const found = tree.search(words);
  const current = tree.current;
  if (!current || !tree.shown().includes(current)) tree.choose(tree.shown()[0], false);
  say(words.trim() ? count(found, "ligne trouvée", "lignes trouvées") : "");
});

// ------------------------------------------------------------ what is ticked

/** What a domaine or a thème holds is ticked with it. */
root.addEventListener("change", (event) => {
  const box = /** @type {PageElement} */ (event.target);
  if (!box.matches("[type=checkbox]")) return;
  for (const held of box.closest("[data-kind]")?.querySelectorAll("[data-kind] input[type=checkbox]") ?? [])
    held.checked = box.checked;
  for (
    let each = tree.parent(/** @type {PageElement} */ (box.closest("[data-kind]")));
    each;
    each = tree.parent(each)
  ) {
    if (!box.checked) each.querySelector("input").checked = false;
  }
  showTicks();
});

bulk.addEventListener("change", showTicks);
document.querySelector("[data-bulk-clear]").addEventListener("click", untick);

function untick() {
  for (const box of root.querySelectorAll("input:checked")) box.checked = false;
  showTicks();
}

function showTicks() {
  const ticked = root.querySelectorAll("[data-kind=item] input:checked").length;
  bulk.hidden = ticked === 0;
  bulk.querySelector("[data-bulk-count]").textContent = count(ticked, "item coché", "items cochés");
  const action = bulk.querySelector("[name=action]").value;
  for (const part of bulk.querySelectorAll("[data-bulk-for]"))
    part.hidden = !(part.dataset.bulkFor ?? "").split(" ").includes(action);
}

addEventListener("beforeunload", (event) => {
  if (sender.waiting) event.preventDefault();
});
