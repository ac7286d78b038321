/** Moving a line with the mouse: its handle is taken, a thick line shows where it will land. */
import { above, kindOf } from "./tree.js";

/** @import { Place, Tree } from "./tree.js" */

/** @param {Tree} tree @param {(line: PageElement, place: Place) => void} move */
export function listenToDrag(tree, move) {
  /** @type {PageElement | null} */
  let taken = null;
  /** @type {PageElement | null} */
  let marked = null;

  const unmark = () => {
    marked?.classList.remove("is-above", "is-under", "is-inside");
    marked = null;
  };

  tree.root.addEventListener("dragstart", (event) => {
    const target = /** @type {PageElement} */ (event.target);
    taken = /** @type {PageElement | null} */ (target.closest("[data-kind]"));
    event.dataTransfer?.setData("text/plain", taken?.id ?? "");
  });
  tree.root.addEventListener("dragend", () => {
    unmark();
    taken = null;
  });
  tree.root.addEventListener("dragover", (event) => {
    const drop = taken && dropOf(tree, taken, event);
    unmark();
    if (!drop) return;
    event.preventDefault();
    marked = drop.row;
    marked.classList.add(drop.mark);
  });
  tree.root.addEventListener("drop", (event) => {
    const drop = taken && dropOf(tree, taken, event);
    unmark();
    if (!drop || !taken) return;
    event.preventDefault();
    move(taken, drop.place);
  });
}

/** Where a line would land: beside one of its kind, or at the end of what may hold it. @param {Tree} tree @param {PageElement} taken @param {DragEvent} event */
function dropOf(tree, taken, event) {
  const over = /** @type {PageElement | null} */ (/** @type {PageElement} */ (event.target).closest("[data-kind]"));
  if (!over || over === taken) return null;
  const kind = kindOf(taken);
  const row = over.querySelector(".rt-row");
  if (kindOf(over) === above(kind)) {
    const children = tree.children(over).filter((line) => line !== taken);
    return { row, mark: "is-inside", place: tree.placeAt(over, children.length, kind) };
  }
  if (kindOf(over) !== kind) return null;
  const parent = tree.parent(over);
  const siblings = tree.children(parent).filter((line) => line !== taken);
  const box = row.getBoundingClientRect();
  const isUnder = event.clientY > box.top + box.height / 2;
  const rank = siblings.indexOf(over) + (isUnder ? 1 : 0);
  return { row, mark: isUnder ? "is-under" : "is-above", place: tree.placeAt(parent, rank, kind) };
}
