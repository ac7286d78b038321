// « Réglage des autorisations »: each click is saved at once, in order; one that fails is undone on the page, and said.
import { moveWithArrows, setTabStop } from "./arrows.js";
import { tellEarlyClicks } from "./early-clicks.js";
import { isJson, post } from "./page-token.js";

const CONTROLS = "[data-save], [data-reset]";
const table = document.querySelector("#grid");
const account = table.closest("[data-account]")?.dataset.account ?? "";
/** @typedef {{url: string, isOn: boolean | undefined, words: string}} Job */

/** The clicks not yet answered, in order. @type {Job[]} */
const queue = [];
let last = Promise.resolve();

table.addEventListener("change", ({ target }) => {
  if (target.dataset.save) run(target, target.dataset.save, target.checked);
});
table.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-reset]");
  if (button && button.getAttribute("aria-disabled") !== "true") run(button, button.dataset.reset);
});
moveWithArrows(table, CONTROLS, () => [...table.tBodies[0].rows]);
addEventListener("beforeunload", (event) => {
  if (queue.length) event.preventDefault();
});
tellEarlyClicks(table, "[data-save]");

/** @param {PageElement} control @param {string} url @param {boolean} [isOn] */
function run(control, url, isOn) {
  const words = isOn === undefined ? nameOf(control) : `${nameOf(control)}, ${isOn ? "oui" : "non"}`;
  const job = { url, isOn, words };
  queue.push(job);
  showQueue();
  say("save-state", "notice", "Enregistrement…");
  last = last.then(() => save(job));
}

/** @param {Job} job */
async function save(job) {
  try {
    const { row } = await send(job.url, job.isOn);
    queue.shift();
    showRow(row);
    say("save-error");
    say("save-state", "notice notice-ok", `Enregistré : ${job.words}.`);
  } catch (error) {
    queue.shift();
    const control = controlAt(job.url);
    control?.removeAttribute("aria-busy");
    if (control && job.isOn !== undefined) control.checked = !job.isOn;
    say("save-state");
    say(
      "save-error",
      "notice notice-no",
      `Non enregistré : ${job.words}. ${error instanceof Error ? error.message : ""}`,
    );
  }
  showQueue();
}

// What was clicked is shown, whatever the answers to the clicks before said.
function showQueue() {
  for (const { url, isOn } of queue) {
    const control = controlAt(url);
    control?.setAttribute("aria-busy", "true");
    if (control && isOn !== undefined) control.checked = isOn;
  }
}

/** @param {string} url @returns {PageElement | undefined} */
function controlAt(url) {
  return [...table.querySelectorAll(CONTROLS)].find((control) => addressOf(control) === url);
}

/** @param {string} url @param {boolean} [isOn] */
async function send(url, isOn) {
  const answer = await reach(url, isOn);
  if (answer.ok) return answer.json();
  if (isJson(answer)) throw new Error((await answer.json()).error);
  throw new Error("Le serveur a refusé : rechargez la page, puis recommencez.");
}

/** @param {string} url @param {boolean} [isOn] */
async function reach(url, isOn) {
  try {
    const body = new URLSearchParams(isOn === undefined ? {} : { is_on: isOn ? "1" : "0" });
    return await post(url, { headers: { "X-Account": account }, body, signal: AbortSignal.timeout(30_000) });
  } catch {
    throw new Error("Le serveur ne répond pas : vérifiez la connexion, puis cliquez de nouveau.");
  }
}

// The row as the server now sees it; the focus stays. Another administrator may have changed the columns meanwhile.
/** @param {string} html */
function showRow(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const row = holder.content.querySelector("tr");
  const old = table.querySelector(`tr[data-right="${CSS.escape(row.dataset.right)}"]`);
  if (row.cells.length !== old.cells.length) location.reload();
  const focused = old.contains(document.activeElement) ? addressOf(document.activeElement) : null;
  old.replaceWith(row);
  setTabStop(table, CONTROLS, focused ? controlAt(focused) : table.querySelector(CONTROLS));
  if (focused) controlAt(focused)?.focus();
}

/** @param {Element | null} control */
function addressOf(control) {
  if (!(control instanceof HTMLElement)) return undefined;
  return control.dataset.save ?? control.dataset.reset;
}

/** @param {PageElement} control */
function nameOf(control) {
  return (
    control.getAttribute("aria-label") ?? (control.closest("label") ?? control).textContent.trim().replace(/\s+/g, " ")
  );
}

/** @param {string} place @param {string} [style] @param {string} [text] */
function say(place, style, text) {
  const line = document.createElement("p");
  line.className = style ?? "";
  line.textContent = text ?? "";
  document.getElementById(place).replaceChildren(...(text ? [line] : []));
}
