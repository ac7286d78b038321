/** The page of an évaluation: items ticked in what a search finds join the list of those chosen, which is put in order. */

/** @type {Record<string, number>} */
const MOVES = { monter: -1, descendre: 1 };
/** @type {Record<string, number>} */
const ARROWS = { ArrowUp: -1, ArrowDown: 1 };
/** @type {Record<string, string>} */
const LABELS = { monter: "Monter", descendre: "Descendre", retirer: "Retirer" };

document.addEventListener("change", tick);
document.addEventListener("click", act);
document.addEventListener("click", tickAll);
document.addEventListener("keydown", keys);
setUpDragging();

function list() {
  return document.querySelector("[data-chosen-list]");
}

/** @param {string} id @returns {PageElement | null} */
function line(id) {
  return list().querySelector(`[data-item="${id}"]`);
}

/** @param {On<Event>} event */
function tick(event) {
  const box = event.target.closest("[data-found] input[type=checkbox]");
  if (!box) return;
  if (box.checked) {
    // The line of the list is what is sent.
    box.removeAttribute("name");
    add(box);
  } else {
    line(box.value)?.remove();
  }
  tell(box.checked ? `Retenu, en place ${list().children.length}.` : "Retiré.");
}

/** « Tout cocher »: everything that is found joins the list. @param {On<MouseEvent>} event */
function tickAll(event) {
  if (!event.target.closest("[data-tick-found]")) return;
  for (const box of document.querySelectorAll("[data-found] input[type=checkbox]:not(:checked)")) box.click();
}

/** @param {PageElement} box */
function add(box) {
  if (line(box.value)) return;
  const found = box.closest("label");
  const name = found.querySelector("[data-name]").textContent;
  const model = document.querySelector("[data-chosen-model]").content;
  const made = /** @type {PageElement} */ (model.querySelector("li").cloneNode(true));
  made.dataset.item = box.value;
  made.querySelector("input").value = box.value;
  made.querySelector(".ref-code").textContent = found.querySelector(".ref-code").textContent;
  made.querySelector("[data-name]").textContent = name;
  for (const button of made.querySelectorAll("[data-act]")) {
    const label = LABELS[button.dataset.act];
    button.value = `${button.dataset.act}-${box.value}`;
    button.setAttribute("aria-label", `${label} : ${name}`);
  }
  list().append(made);
  draggable(made);
}

/** @param {On<MouseEvent>} event */
function act(event) {
  const button = event.target.closest("[data-chosen] button[name=act]");
  if (!button) return;
  event.preventDefault();
  const [gesture] = button.value.split("-");
  const moved = button.closest("[data-item]");
  if (!moved) return;
  if (gesture === "retirer") remove(moved);
  else move(moved, MOVES[gesture], button);
}

/** @param {PageElement} moved */
function remove(moved) {
  const next = /** @type {PageElement | null} */ (moved.nextElementSibling ?? moved.previousElementSibling);
  const box = document.querySelector(`[data-found] input[value="${moved.dataset.item}"]`);
  if (box) box.checked = false;
  moved.remove();
  (next?.querySelector("button[value^=retirer]") ?? document.querySelector("[type=search][name=mots]"))?.focus();
  tell("Retiré.");
}

/** @param {PageElement} moved @param {number} step @param {PageElement} focused */
function move(moved, step, focused) {
  const other = step < 0 ? moved.previousElementSibling : moved.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(moved);
  else other.after(moved);
  focused.focus();
  tell(`Place ${[...list().children].indexOf(moved) + 1} sur ${list().children.length}.`);
}

/** @param {On<KeyboardEvent>} event */
function keys(event) {
  const step = ARROWS[event.key];
  if (!step) return;
  const moved = event.target.closest("[data-item]");
  if (moved && event.altKey) {
    event.preventDefault();
    move(moved, step, event.target);
  } else if (event.target.matches("[data-items-search] [type=search], [data-found] input")) {
    walk(event, step);
  }
}

// From the search to the boxes and back, with the arrows.
/** @param {On<KeyboardEvent>} event @param {number} step */
function walk(event, step) {
  const search = document.querySelector("[data-items-search] [type=search]");
  const places = [search, ...document.querySelectorAll("[data-found] input")];
  const next = places[places.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** @param {string} words */
function tell(words) {
  const number = list().children.length;
  for (const place of document.querySelectorAll("[data-chosen-count]")) place.textContent = String(number);
  for (const place of document.querySelectorAll("[data-chosen-word]")) {
    place.textContent = number < 2 ? "item retenu" : "items retenus";
  }
  document.querySelector("[data-chosen-said]").textContent = words;
}

function setUpDragging() {
  for (const each of list().querySelectorAll("[data-item]")) draggable(each);
  list().addEventListener("dragover", (/** @type {On<DragEvent>} */ event) => {
    const dragged = list().querySelector(".is-dragged");
    const under = event.target.closest("[data-item]");
    if (!dragged || !under || under === dragged) return;
    event.preventDefault();
    const box = under.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) under.before(dragged);
    else under.after(dragged);
  });
  list().addEventListener("drop", (/** @type {Event} */ event) => event.preventDefault());
}

/** @param {PageElement} each */
function draggable(each) {
  each.draggable = true;
  each.addEventListener("dragstart", () => each.classList.add("is-dragged"));
  each.addEventListener("dragend", () => {
    each.classList.remove("is-dragged");
    tell(`Place ${[...list().children].indexOf(each) + 1} sur ${list().children.length}.`);
  });
}
