// A list put in order by hand: dragged, or moved by its arrows and by Alt with those of the keyboard. Without this script
// each arrow asks the server.

const list = /** @type {PageElement | null} */ (document.querySelector("[data-in-order]"));
/** @type {Record<string, number>} */
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

if (list) {
  list.addEventListener("click", pressed);
  list.addEventListener("keydown", keyed);
  for (const each of list.querySelectorAll("[data-placed]")) drag(each);
  list.addEventListener("dragover", over);
  list.addEventListener("drop", (/** @type {Event} */ event) => event.preventDefault());
}

/** @param {On<MouseEvent>} event */
function pressed(event) {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  event.preventDefault();
  move(button, Number(button.dataset.step));
}

/** @param {On<KeyboardEvent>} event */
function keyed(event) {
  const step = STEPS[event.key];
  if (!step || !event.altKey) return;
  event.preventDefault();
  move(event.target, step);
}

// The button that was pressed keeps the keyboard: the line goes on moving with it.
/** @param {PageElement} focused @param {number} step */
function move(focused, step) {
  const moved = focused.closest("[data-placed]");
  const other = step < 0 ? moved?.previousElementSibling : moved?.nextElementSibling;
  if (!moved || !other) return;
  if (step < 0) other.before(moved);
  else other.after(moved);
  focused.focus();
  tell(moved);
}

/** @param {PageElement} each */
function drag(each) {
  each.draggable = true;
  each.addEventListener("dragstart", () => each.classList.add("is-dragged"));
  each.addEventListener("dragend", () => {
    each.classList.remove("is-dragged");
    tell(each);
  });
}

/** @param {On<DragEvent>} event */
function over(event) {
  const dragged = list?.querySelector(".is-dragged");
  const under = event.target.closest("[data-placed]");
  if (!dragged || !under || under === dragged) return;
  event.preventDefault();
  const box = under.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) under.before(dragged);
  else under.after(dragged);
}

/** @param {PageElement} moved */
function tell(moved) {
  const places = [...(list?.children ?? [])];
  const said = document.querySelector("[data-placed-said]");
  if (said)
    said.textContent = `${moved.querySelector("[data-name]")?.textContent} : place ${places.indexOf(moved) + 1} sur ${places.length}.`;
  moved.dispatchEvent(new Event("change", { bubbles: true }));
}
