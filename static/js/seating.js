/** « Plan de classe »: pupils go from seat to seat by drag, by the list of each seat, or with Alt and an arrow. */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const form = document.querySelector("[data-seating]");
const room = form.querySelector("table");
/** What is dragged: a seat, or somebody who has none. @type {PageElement | null} */
let dragged = null;

for (const seat of form.querySelectorAll("[data-seat]")) seat.draggable = true;
form.addEventListener("change", (/** @type {On<Event>} */ event) => {
  if (event.target.name?.startsWith("place-")) take(event.target, event.target.value);
});
form.addEventListener("keydown", (/** @type {On<KeyboardEvent>} */ event) => step(event));
form.addEventListener("dragstart", (/** @type {On<DragEvent>} */ event) => {
  dragged = event.target.closest("[data-seat], [data-pupil]");
});
form.addEventListener("dragover", (/** @type {On<DragEvent>} */ event) => {
  if (dragged && event.target.closest("[data-seat], [data-standing]")) event.preventDefault();
});
form.addEventListener("drop", (/** @type {On<DragEvent>} */ event) => drop(event));

/** @param {PageElement} seat @returns {PageElement} */
function listOf(seat) {
  return /** @type {PageElement} */ (seat.querySelector("select"));
}

/** @param {On<DragEvent>} event */
function drop(event) {
  const onto = event.target.closest("[data-seat], [data-standing]");
  if (!dragged || !onto) return;
  event.preventDefault();
  const from = dragged.matches("[data-seat]") ? listOf(dragged) : null;
  const pupil = from ? from.value : (dragged.dataset.pupil ?? "");
  dragged = null;
  if (onto.matches("[data-seat]")) exchange(from, listOf(onto), pupil);
  else if (from) exchange(null, from, "");
}

/**
 * Who was there goes where the other one came from.
 * @param {PageElement | null} from nobody's seat when null
 * @param {PageElement} to
 * @param {string} pupil
 */
function exchange(from, to, pupil) {
  const before = to.value;
  to.value = pupil;
  if (from && from !== to) from.value = before;
  tell(to);
}

/** Nobody sits twice: the seat that the pupil had is free. @param {PageElement} list @param {string} pupil */
function take(list, pupil) {
  for (const other of room.querySelectorAll("select")) {
    if (other !== list && pupil !== "" && other.value === pupil) other.value = "";
  }
  tell(list);
}

/** @param {On<KeyboardEvent>} event */
function step(event) {
  const way = ARROWS[event.key];
  const seat = event.target.closest("[data-seat]");
  if (!way || !event.altKey || !seat) return;
  event.preventDefault();
  const line = seat.closest("tr");
  const cell = /** @type {PageElement} */ (seat);
  const next = room.rows[line.rowIndex + way[0]]?.cells[cell.cellIndex + way[1]];
  if (!next) return;
  const target = listOf(/** @type {PageElement} */ (/** @type {unknown} */ (next)));
  exchange(listOf(cell), target, listOf(cell).value);
  target.focus();
}

/** What became of the seat, and who has none. @param {PageElement} list */
function tell(list) {
  const lists = [...room.querySelectorAll("select")];
  const seated = new Set(lists.map(({ value }) => value));
  const everybody = [...lists[0].options].filter(({ value }) => value !== "");
  const standing = everybody.filter(({ value }) => !seated.has(value)).map(({ value, text }) => chip(value, text));
  form.querySelector("[data-standing]").replaceChildren(...standing);
  for (const each of lists) showFace(/** @type {PageElement} */ (/** @type {unknown} */ (each)));
  const name = list.options[list.selectedIndex].text;
  form.querySelector("[data-seat-said]").textContent = `${list.getAttribute("aria-label")} : ${name}`;
}

/** The photo of who sits there, in a class that has photos. @param {PageElement} list */
function showFace(list) {
  const face = list.closest("[data-seat]")?.querySelector("[data-seat-face]");
  if (!face) return;
  const address = list.options[list.selectedIndex].dataset.photo;
  if (face.querySelector("img")?.getAttribute("src") === address) return;
  face.replaceChildren(...(address ? [portrait(address)] : []));
}

/** @param {string} address */
function portrait(address) {
  const image = document.createElement("img");
  image.className = "face";
  image.alt = "";
  image.src = address;
  return image;
}

/** @param {string} pupil @param {string} name */
function chip(pupil, name) {
  const item = document.createElement("li");
  item.draggable = true;
  item.dataset.pupil = pupil;
  item.textContent = name;
  return item;
}
