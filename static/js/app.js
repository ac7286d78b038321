import { setUpPrinting } from "./print.js";
import { noteVisit, putRecentFirst } from "./recent.js";
import { forgetRefusal } from "./refusals.js";
import { setUpSearch } from "./search.js";
import { setUpSessionCounter } from "./session.js";
import { makeSortable } from "./tables/sorting.js";
import { makeTickable, setUpTicking } from "./tables/ticking.js";
import { askBeforeLosing, noteSent } from "./unsaved.js";

// What every page needs: menus, the session counter, the search over a table, forms that send themselves.
document.documentElement.classList.add("has-js");

setUpMenus();
showCurrentTabs();
setUpSearch();
putRecentFirst();
noteVisit();
setUpSessionCounter();
setUpTables(document);
setUpPrinting();
setUpTicking();
document.addEventListener("htmx:load", (event) => setUpTables(event.target));
document.addEventListener("htmx:afterSettle", putRecentFirst);
document.addEventListener("click", tickFromCell);
document.addEventListener("htmx:load", catchUp);
document.addEventListener("input", filterTable);
document.addEventListener("keydown", keepSearchHere);
document.addEventListener("change", refuseLargeFile);
document.addEventListener("change", nameFile);
document.addEventListener("change", forgetRefusal);
document.addEventListener("input", forgetRefusal);
document.addEventListener("submit", noteSent);
addEventListener("beforeunload", askBeforeLosing);
document.addEventListener("change", sendOnChange);
document.addEventListener("DOMContentLoaded", sendFileChosenEarly);
document.addEventListener("submit", askBeforeSending);
document.addEventListener("submit", sendOnce);
addEventListener("pageshow", allowSending);

function setUpMenus() {
  const nav = document.querySelector("#menus");
  if (!nav) return;
  const toggle = document.querySelector("[data-menu-toggle]");
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-expanded", String(nav.classList.toggle("is-open")));
  });
  const menus = [...nav.querySelectorAll("details")];
  for (const menu of menus) {
    // On wide screens a mouse opens by hovering; a click on the title must then not close what is under it.
    menu.addEventListener("pointerenter", (event) => hover(event, () => openOnly(menu, menus)));
    menu.addEventListener("pointerleave", (event) => hover(event, () => (menu.open = false)));
    menu.querySelector("summary").addEventListener("click", (event) => {
      if (event.detail > 0 && menu.matches(":hover") && opensByHovering()) {
        event.preventDefault();
        openOnly(menu, menus);
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && menus.find((menu) => menu.open);
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!nav.contains(event.target)) openOnly(null, menus);
  });
}

/** @param {PointerEvent} event @param {() => void} action */
function hover(event, action) {
  if (event.pointerType === "mouse" && opensByHovering()) action();
}

function opensByHovering() {
  // Behind « Menu » they stand one under another, and would move under the mouse.
  const isFolded = document.querySelector("[data-menu-toggle]").offsetParent !== null;
  return !isFolded && matchMedia("(hover: hover)").matches;
}

/** @param {PageElement | null} menu @param {PageElement[]} menus */
function openOnly(menu, menus) {
  for (const other of menus) other.open = other === menu;
}

// On a phone the tabs slide: the one that is shown is in sight.
function showCurrentTabs() {
  for (const tabs of document.querySelectorAll(".tabs")) {
    const tab = tabs.querySelector("[aria-current]");
    if (tab) tabs.scrollLeft = tab.offsetLeft - (innerWidth - tab.offsetWidth) / 2;
  }
}

/** @param {Document | PageElement} root */
function setUpTables(root) {
  letKeyboardScroll(root);
  nameCells(root);
  makeSortable(root);
  makeTickable(root);
}

// On a phone a row is a card: each cell says the name of its column, which the style sheet shows.
/** @param {Document | PageElement} root */
function nameCells(root) {
  const cells = root.querySelectorAll(".table tbody td:not([colspan])");
  for (const cell of root instanceof HTMLTableRowElement ? root.cells : cells) {
    const head = cell.closest("table").tHead?.rows[0].cells[cell.cellIndex];
    if (head && !head.querySelector(".visually-hidden")) cell.dataset.label = head.textContent.trim();
  }
}

// A cell that holds nothing but a box: touching it anywhere ticks the box.
/** @param {On<Event>} event */
function tickFromCell(event) {
  const box = event.target.closest("td")?.querySelector(":scope > input[type=checkbox]:only-child");
  if (box && box !== event.target) box.click();
}

// A wide table that holds nothing to focus could not be scrolled without a mouse: its frame takes the focus itself.
/** @param {Document | PageElement} root */
function letKeyboardScroll(root) {
  for (const frame of root.querySelectorAll(".scroll-x:not([tabindex])")) {
    if (frame.querySelector("a[href], button, input, select, textarea, [tabindex]")) continue;
    // Two tables of one page have two names: that of what unfolds them, when something does.
    const unfolding = frame.closest("details")?.querySelector("summary");
    const title = frame.querySelector("caption") ?? unfolding ?? document.querySelector("h1");
    frame.tabIndex = 0;
    // Inside a section that has a name, a second region would say it twice.
    frame.setAttribute("role", frame.closest("section[aria-labelledby]") ? "group" : "region");
    frame.setAttribute("aria-label", title?.textContent.trim() ?? "Tableau");
  }
}

// <input data-filter-table="id-of-table">: keeps the rows that hold every word typed, whatever the accents.
/** @param {On<Event>} event */
function filterTable(event) {
  const id = event.target.dataset?.filterTable;
  if (!id) return;
  const words = plain(event.target.value).split(/\s+/).filter(Boolean);
  for (const row of document.querySelectorAll(`#${CSS.escape(id)} tbody tr:not([data-block-title])`)) {
    const text = plain(row.dataset.search ?? row.textContent);
    row.hidden = !words.every((word) => text.includes(word));
  }
}

// Enter in such a search must not send the form that is around it.
/** @param {On<KeyboardEvent>} event */
function keepSearchHere(event) {
  if (event.key === "Enter" && event.target.dataset?.filterTable !== undefined) event.preventDefault();
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// <input type="file" data-max-bytes="…">: a file that the server would refuse is not sent, and says so beside its field.
/** @param {On<Event>} event */
function refuseLargeFile(event) {
  const field = event.target;
  const place = field.dataset?.maxBytes && field.closest(".field");
  if (!place) return;
  for (const line of place.querySelectorAll(".error")) line.remove();
  place.classList.remove("has-error");
  const file = [...(field.files ?? [])].find((each) => each.size > Number(field.dataset.maxBytes));
  if (!file) return;
  const line = document.createElement("p");
  line.className = "error";
  line.setAttribute("role", "alert");
  line.append(
    `« ${file.name} » pèse ${weight(file.size)}, pour ${weight(Number(field.dataset.maxBytes))} au plus : il n'a pas été envoyé.`,
  );
  place.append(line);
  place.classList.add("has-error");
  field.value = "";
}

// « Parcourir… » hides what the browser would say of the file chosen, in its own language: it is said beside.
/** @param {On<Event>} event */
function nameFile(event) {
  const place = document.querySelector(`[data-file-name="${CSS.escape(event.target.id ?? "")}"]`);
  if (!place || !event.target.files) return;
  const names = [...event.target.files].map((file) => file.name);
  place.textContent = names.join(", ") || "aucun fichier choisi";
}

/** « 20 Mo », « 200 ko ». @param {number} bytes */
function weight(bytes) {
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} ko` : `${Math.ceil(bytes / 1024 ** 2)} Mo`;
}

// <input data-autosubmit>: choosing is enough.
/** @param {On<Event>} event */
function sendOnChange(event) {
  if (event.target.dataset?.autosubmit !== undefined && event.target.value) event.target.form?.requestSubmit();
}

// A file chosen before this script came is sent too; one that the browser put back, on the way back or when the page is
// loaded again, is not.
function sendFileChosenEarly() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (navigation?.type !== "navigate") return;
  const field = document.querySelector("input[type=file][data-autosubmit]");
  if (field?.files?.length) field.dispatchEvent(new Event("change", { bubbles: true }));
}

// <form data-confirm="…">: asks first.
/** @param {On<SubmitEvent>} event */
function askBeforeSending(event) {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
}

// <form data-send-once>: a second click must not do the work twice. Listens after the question above.
/** @param {On<Event>} event */
function sendOnce(event) {
  const form = event.target.closest("[data-send-once]");
  if (!form || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}

// A page brought back by the Back button can be sent again.
function allowSending() {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
}

// A choice made before its page was ready, or put back by the browser on the way back, leads what depends on it too.
/** @param {PageEvents["htmx:load"]} event */
function catchUp(event) {
  const moved = [...event.detail.elt.querySelectorAll("select[hx-get], form[hx-get] select")].find((select) => {
    const options = [...select.options];
    return select.value !== (options.find((option) => option.defaultSelected) ?? options[0])?.value;
  });
  moved?.dispatchEvent(new Event("change", { bubbles: true }));
}
