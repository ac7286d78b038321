// Lists whose lines are ticked: Shift ticks from the last one to this one, and how many are ticked is said.
const BOXES = "tbody tr > :first-child input[type=checkbox][name]";
/** @type {PageElement | null} */
let last = null;

/** @param {Document | PageElement} root */
export function makeTickable(root) {
  for (const table of root.querySelectorAll("main table.table")) {
    if (boxesOf(table).length > 2) say(table);
  }
}

export function setUpTicking() {
  document.addEventListener("click", tickUpTo);
  document.addEventListener("change", (event) => {
    const table = event.target.closest("table");
    if (table?.matches("main table.table") && boxesOf(table).length > 2) say(table);
  });
}

/** The boxes of the lines, when they all say the same of them. @param {PageElement} table @returns {PageElement[]} */
function boxesOf(table) {
  const boxes = [...table.querySelectorAll(BOXES)];
  return boxes.every((box) => box.name === boxes[0].name) ? boxes : [];
}

/** @param {On<MouseEvent>} event */
function tickUpTo(event) {
  const box = event.target;
  if (!box.matches?.(`main table.table ${BOXES}`)) return;
  const boxes = boxesOf(box.closest("table")).filter((each) => !each.disabled && each.getClientRects().length > 0);
  const [from, to] = [last ? boxes.indexOf(last) : -1, boxes.indexOf(box)].sort((one, other) => one - other);
  if (event.shiftKey && from >= 0 && from < to) {
    for (const between of boxes.slice(from, to + 1)) {
      if (between.checked === box.checked) continue;
      between.checked = box.checked;
      between.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  last = box;
}

/** @param {PageElement} table */
function say(table) {
  // A page that counts by itself what is ticked says it once.
  if (document.querySelector("main :is([data-ticked], [data-ticked-count])")) return;
  const boxes = boxesOf(table);
  const ticked = boxes.filter((box) => box.checked).length;
  placeOf(table).textContent =
    `${ticked} coché${ticked > 1 ? "s" : ""} sur ${boxes.length} · Maj pour cocher d'une ligne à l'autre`;
}

/** Where it is said, over the table. @param {PageElement} table @returns {Element} */
function placeOf(table) {
  const frame = table.closest(".scroll-x, .pupil-choice") ?? table;
  const before = frame.previousElementSibling;
  if (before?.matches("[data-ticked-lines]")) return before;
  const said = document.createElement("p");
  said.className = "ticked small muted";
  said.dataset.tickedLines = "";
  said.setAttribute("role", "status");
  frame.before(said);
  return said;
}
